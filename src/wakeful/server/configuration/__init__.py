"""The site folder: ``site.toml``, ``systems.toml``, ``tags.csv`` and ``alarms.csv`` become a checked Site.

Finds every mistake in one pass and says for each the file, the line, what is wrong and what would be
right. Never starts a source, never writes into the folder, and never guesses what was meant.
"""

from wakeful.server.configuration.digest import configuration_sha256
from wakeful.server.configuration.finding import Finding, SiteError
from wakeful.server.configuration.reader import read_site

__all__ = ["Finding", "SiteError", "configuration_sha256", "read_site"]
