"""What others append to an address to count its visitors is no part of it."""

import re

import pytest
from posting import post

from app import server
from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.requests import LONGEST_SEARCH, address_values
from minimal_model.dashboard.page.tracking import tracks, untracked
from minimal_model.state.parameters import SPECIFICATIONS

# As they come from newsletters, search, and social networks.
LINKS = [
    "utm_source=newsletter&utm_medium=email&UTM_Campaign=spring",
    "fbclid=IwAR0_x-Yz", "gclid=Cj0K&gclsrc=aw.ds&gbraid=0A&wbraid=1", "msclkid=1&dclid=2&yclid=3&twclid=4&ttclid=5",
    "mc_cid=a&mc_eid=b", "igshid=abc==&igsh=x", "_hsenc=p2&_hsmi=1&mkt_tok=z", "%75tm_source=x", "fbclid", "utm_term=",
]  # fmt: skip


@pytest.mark.parametrize("link", LINKS)
def test_such_keys_are_dropped_without_a_remark(link: str) -> None:
    assert address_values(f"?{link}") == ({}, [])
    assert address_values(f"?bins=7&{link}&{link}&bias=1") == ({"bins": "7", "bias": "1"}, [])
    assert (
        untracked(f"?{link}&pins=activation:relu,bins:7;default&x=%2C") == "?pins=activation:relu,bins:7;default&x=%2C"
    )
    assert untracked(f"?{link}") == ""


@pytest.mark.parametrize(
    "key", [*SPECIFICATIONS, "pins", "lesson", "utm", "clid", "gclid2", "xutm_source", "id", "ref"]
)
def test_others_stay(key: str) -> None:
    assert not tracks(key)
    assert untracked(f"?{key}=1&&{key}") == f"?{key}=1&&{key}"


def test_a_long_one_pushes_nothing_out_of_an_address() -> None:
    search = f"?fbclid={'x' * LONGEST_SEARCH}&bins=7"
    assert address_values(search) == ({"bins": "7"}, [])
    answer = post({"sequence": 1, "search": search, "theme": "light", "whole": True}).get_json()["response"]
    assert answer[ids.ANSWER]["data"]["parameters"]["bins"] == 7
    assert answer.get(ids.NOTICE, {}).get("children", "") == ""
    unknown = post({"sequence": 1, "search": "?utm_x=1&utn_x=1", "theme": "light", "whole": True}).get_json()[
        "response"
    ]
    assert re.findall(r"ut\w_x", unknown[ids.NOTICE]["children"]) == ["utn_x"]


@pytest.mark.parametrize("path", ["", "figures", "questions", "lessons"])
def test_the_page_is_the_plain_one(path: str) -> None:
    plain, tracked = (
        server.test_client().get(f"/{path}{query}").get_data(as_text=True).partition('<div id="react-entry-point">')
        for query in ("", "?utm_source=x&fbclid=y")
    )
    # What comes after it holds words that Dash makes anew for each visitor.
    assert tracked[:2] == plain[:2]
    assert plain[1]
