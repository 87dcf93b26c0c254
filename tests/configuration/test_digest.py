"""The fingerprint of a configuration."""

from pathlib import Path

import msgspec
from hypothesis import given, settings

from tests.configuration.sites import sites
from wakeful.server.configuration import configuration_sha256
from wakeful.terms.site import Site, Source, System
from wakeful.terms.tag import Tag

SITE = Site(
    name="S",
    systems=(System(id="a", name="A"),),
    sources=(Source(id="p", driver="host", settings={"x": 1, "y": 2}),),
    tags=(Tag(name="T1", system="a", source="p"), Tag(name="T2", system="a", source="p")),
    alarms=(),
)


def test_it_is_the_same_for_the_same_site_and_stays_so() -> None:
    expected = (Path(__file__).parent / "digest.txt").read_text().strip()
    assert configuration_sha256(SITE) == expected


def test_the_order_of_settings_does_not_count_and_that_of_tags_does() -> None:
    source = Source(id="p", driver="host", settings={"y": 2, "x": 1})
    assert configuration_sha256(msgspec.structs.replace(SITE, sources=(source,))) == configuration_sha256(
        SITE
    )
    turned = msgspec.structs.replace(SITE, tags=SITE.tags[::-1])
    assert configuration_sha256(turned) != configuration_sha256(SITE)


@settings(max_examples=10, deadline=None)
@given(sites())
def test_any_change_of_a_tag_changes_it(site: Site) -> None:
    first = msgspec.structs.replace(site.tags[0], age_limit_ms=site.tags[0].age_limit_ms + 1)
    changed = msgspec.structs.replace(site, tags=(first, *site.tags[1:]))
    assert configuration_sha256(changed) != configuration_sha256(site)
