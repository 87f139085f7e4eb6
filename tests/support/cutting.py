"""A line to a server that can be cut, as the network is when nobody listens at its other end."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

from visiting import free_port


class Line:
    """A port that hands all bytes on to a server and back, until it is cut: who then asks is refused at once."""

    def __init__(self, server: str) -> None:
        self.there = ("127.0.0.1", urlsplit(server).port)
        self.here = ("127.0.0.1", free_port())
        self.address = f"http://127.0.0.1:{self.here[1]}"
        self.calls: list[threading.Thread] = []
        self.mend()

    def mend(self) -> None:
        """Let the line be asked."""
        self.ends: set[socket.socket] = set()
        self.listener = socket.create_server(self.here)
        self.answering = threading.Thread(target=self._answer, args=(self.listener,))
        self.answering.start()

    def cut(self) -> None:
        """End every call, and take no other."""
        self._end(self.listener)
        self.answering.join()
        self.listener.close()
        for end in list(self.ends):
            self._end(end)
        for call in self.calls:
            call.join()
        self.calls.clear()

    def _answer(self, listener: socket.socket) -> None:
        # A listener that is shut down accepts nobody any more, and says so.
        with suppress(OSError):
            while True:
                caller, _ = listener.accept()
                server = socket.create_connection(self.there)
                self.ends |= {caller, server}
                self.calls = [call for call in self.calls if call.is_alive()]
                self.calls.append(threading.Thread(target=self._call, args=(caller, server)))
                self.calls[-1].start()

    def _call(self, caller: socket.socket, server: socket.socket) -> None:
        back = threading.Thread(target=self._hand_on, args=(server, caller))
        back.start()
        self._hand_on(caller, server)
        back.join()
        self.ends -= {caller, server}
        caller.close()
        server.close()

    def _hand_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 16):
                target.sendall(data)
        self._end(source)
        self._end(target)

    @staticmethod
    def _end(end: socket.socket) -> None:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
