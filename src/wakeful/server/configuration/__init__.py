"""The site folder: two TOML and up to three CSV files become a checked Site.

Finds every mistake in one pass and says for each the file, the line, what is wrong and what would be
right. Never starts a source, never writes into the folder, and never guesses what was meant.
"""

from wakeful.server.configuration.digest import configuration_sha256
from wakeful.server.configuration.finding import Finding, SiteError
from wakeful.server.configuration.reader import SiteFolder, read_folder, read_site

__all__ = ["Finding", "SiteError", "SiteFolder", "configuration_sha256", "read_folder", "read_site"]
