"""The fingerprint of a site: two servers with the same one run on the same configuration."""

import hashlib

import msgspec

from wakeful.terms.site import Site


def configuration_sha256(site: Site) -> str:
    """Hexadecimal SHA-256 over the site as JSON: fields in their declared order, settings by key, no blanks.

    The order of tags and alarms counts, for it is their index everywhere.
    """
    return hashlib.sha256(msgspec.json.encode(site, order="deterministic")).hexdigest()
