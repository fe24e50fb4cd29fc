"""Which clusters a page takes."""

import pytest

from revive.app.jobs.elsewhere import Elsewhere
from revive.core.errors import UserError


@pytest.mark.parametrize("address", ["head:6379", "127.0.0.1", "http://head:10001"])
def test_a_page_is_no_part_of_a_cluster(address):
    with pytest.raises(UserError, match="ray://HOST:10001"):
        Elsewhere(address)


def test_a_cluster_that_is_not_there_is_said_before_the_page_opens():
    pytest.importorskip("ray", reason="Ray is not installed: pip install -r requirements-ray.txt")
    with pytest.raises(UserError, match=r"No Ray cluster answers at ray://127\.0\.0\.1:9"):
        Elsewhere("ray://127.0.0.1:9")
