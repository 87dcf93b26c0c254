"""Errors say whose fault and what to do.

WakefulError
├── ConfigurationError   the site folder is wrong; lists findings, one line each
├── DataError            recorded data cannot be read or makes no sense
├── StorageError         the disk refused: full, read-only, failing; or another server holds the folder
├── SourceError          a plant or device did not answer as it should
└── CommandError         a person asked for something that cannot be
Our own bugs are assertions: they stop the scan and are journaled.
"""


class WakefulError(Exception):
    """Base of every error a user may see; its text says what is wrong and what would be right."""


class ConfigurationError(WakefulError):
    """The site's configuration is wrong. Nothing was started or changed."""


class DataError(WakefulError):
    """Recorded data cannot be used as they are."""


class StorageError(WakefulError):
    """Journal or historian could not be written, read or locked."""


class SourceError(WakefulError):
    """A source failed or refused."""


class CommandError(WakefulError):
    """A command cannot be carried out."""
