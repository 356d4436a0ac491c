import socket

import pytest

from tests.conftest import NetworkBlocked


def test_a_test_cannot_leave_this_machine() -> None:
    with socket.socket() as client, pytest.raises(NetworkBlocked):
        client.connect(("192.0.2.1", 80))


def test_a_test_cannot_even_look_up_a_name() -> None:
    with pytest.raises(NetworkBlocked):
        socket.create_connection(("example.org", 443))
