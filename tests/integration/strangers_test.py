"""What a stranger can send or leave out before it is known: each shape gets a clear answer or a close, is counted by its
reason, costs bounded time and memory, and honest senders are served all the while (issue 4, "Bad input")."""
import concurrent.futures
import contextlib
import json
import re
import resource
import socket
import ssl
import subprocess
import time

import harness

# What the gateway is configured with here, in seconds; long enough for an honest sender under sanitizers.
DEADLINES = {"handshake_deadline": "3s", "header_deadline": "3s", "body_deadline": "3s", "idle_deadline": "300s"}
CUT_BY = 3 + 1  # a tick late at most
PATH = f"/v1/zoom/{harness.SOURCE_ID}"
# A header that is let through to the body; the signature is wrong.
POST = (f"POST {PATH} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
        f"x-zm-request-timestamp: 1\r\nx-zm-signature: v0={'0' * 64}\r\n").encode()
GET = b"GET / HTTP/1.1\r\nHost: h\r\n"
# What must never be seen as a request of its own.
HIDDEN = b"GET /hidden HTTP/1.1\r\nHost: h\r\n\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"


class Stranger:
    """One connection that sends exactly what it is told to."""

    def __init__(self, gateway, tls=True, receive_buffer=None):
        host, port = gateway.https.rsplit(":", 1)
        plain = socket.socket()
        plain.settimeout(harness.DEADLINE)
        if receive_buffer:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        plain.connect((host, int(port)))
        self.socket = plain
        if tls:
            self.socket = anybody().wrap_socket(plain)

    def close(self):
        self.socket.close()

    def send(self, data):
        with contextlib.suppress(OSError):  # it may have been closed already, and then receive() says so
            self.socket.sendall(data)
        return self

    def receive(self):
        """Everything until the gateway ends the connection."""
        received = b""
        with self.socket, contextlib.suppress(ConnectionError, ssl.SSLError):
            while data := self.socket.recv(65536):
                received += data
        return received


def anybody():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class Strangers(harness.GatewayTest):
    @classmethod
    def setUpClass(cls):
        site = harness.Site()
        cls.addClassCleanup(site.remove)
        site.limit(**DEADLINES)
        cls.running = harness.Gateway(site)
        cls.addClassCleanup(cls.running.end)
        cls.running.start()
        cls.sender = harness.Sender(cls.running)

    def setUp(self):
        self.accepted = self.running.source()["accepted"]

    def tearDown(self):
        """Honest senders are served, and nothing but their bodies was stored."""
        self.assertEqual(self.sender.post({"event": "meeting.alert", "event_ts": time.time_ns()}).status, 200)
        self.assertEqual(self.running.source()["accepted"], self.accepted + 1)
        self.assertEqual(self.running.metric("jembatan_http_handlers_failed_total"), 0)
        self.assertEqual(self.running.metric("jembatan_net_tasks_failed_total"), 0)

    def stranger(self, **options):
        stranger = Stranger(self.running, **options)
        self.addCleanup(stranger.close)
        return stranger

    @contextlib.contextmanager
    def counted(self, metric, times=1, **labels):
        before = self.running.metric(metric, **labels)
        yield
        harness.until(f"{metric} {labels} has risen by {times}",
                      lambda: self.running.metric(metric, **labels) >= before + times)

    def refused(self, shape, status, reason):
        """Answered once, with a problem, and closed."""
        with self.counted("jembatan_http_malformed_total", reason=reason):
            received = self.stranger().send(shape).receive()
        header, _, body = received.partition(b"\r\n\r\n")
        self.assertEqual(re.findall(rb"HTTP/1\.1 (\d+)", received), [str(status).encode()], received)
        self.assertIn(b"Connection: close", header)
        self.assertIn(b"application/problem+json", header)
        self.assertEqual(json.loads(body)["status"], status)

    def each_refused(self, shapes, status, reason, after=b""):
        for shape in shapes:
            with self.subTest(shape=shape[-60:]):
                self.refused(shape + after, status, reason)


class Requests(Strangers):
    def test_lengths_that_can_be_read_in_two_ways(self):
        self.each_refused((POST + fields + b"\r\n\r\n0\r\n\r\n" for fields in (
            b"Content-Length: 5\r\nTransfer-Encoding: chunked", b"Transfer-Encoding: chunked\r\nContent-Length: 5",
            b"Content-Length: 5\r\nContent-Length: 5", b"Content-Length: 5\r\nContent-Length: 0",
            b"Content-Length: 5, 5", b"Content-Length: +5", b"Content-Length: 0x5", b"Content-Length: ",
            b"Content-Length: 99999999999999999999", b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")),
            400, "framing", HIDDEN)

    def test_codings_that_are_not_chunked(self):
        self.each_refused((POST + b"Transfer-Encoding: " + coding + b"\r\n\r\n0\r\n\r\n" for coding in (
            b"gzip", b"gzip, chunked", b"chunked, chunked", b"xchunked", b"chunked;q=1", b"identity", b"\"chunked\"")),
            501, "coding", HIDDEN)

    def test_lines_that_others_might_join_split_or_overlook(self):
        self.each_refused((POST + fields + b"\r\n\r\n" for fields in (
            b"X: a\r\n b", b"X:\r\n b", b"Transfer-Encoding:\r\n chunked", b"Content-Length:\r\n\t5",
            b"Transfer-Encoding : chunked", b"X: a\nContent-Length: 5", b"X: a\rContent-Length: 5", b"X: a\0b", b"X",
            b": a", b"X Y: a")), 400, "malformed", HIDDEN)
        self.refused(POST.replace(b"\r\n", b"\n") + b"\n" + HIDDEN, 400, "malformed")

    def test_what_is_no_request_of_http_1(self):
        self.each_refused((b"GET /\r\n", b"GET / HTTP/1.1 \r\n\r\n", b"GET /a b HTTP/1.1\r\n\r\n", b"\r\n" + GET,
                           b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", b"{\"event\":1}",
                           bytes(range(128, 256)) * 30), 400, "malformed", b"\r\n\r\n")
        self.each_refused((b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET / HTTP/3.0\r\n\r\n"), 505, "version")

    def test_headers_without_end(self):
        self.each_refused((GET + b"X: " + b"a" * 20_000 + b"\r\n\r\n", GET + b"X: " + b"a" * 30_000,
                           b"GET /" + b"a" * 20_000, GET + b"A: b\r\n" * 150 + b"\r\n", GET + b"A: b\r\n" * 10_000),
                          431, "too_long")

    def test_chunks_that_are_no_chunks(self):
        self.each_refused((CHUNKED + chunk + b"\r\nhello\r\n0\r\n\r\n" for chunk in (
            b"", b" 5", b"5 ", b"+5", b"-5", b"0x5", b"5;", b"5\n", b"10000000000000005")), 400, "malformed", HIDDEN)
        self.refused(CHUNKED + b"2\r\nabc\r\n0\r\n\r\n" + HIDDEN, 400, "malformed")
        self.refused(CHUNKED + b"0\r\nContent-Length: 5\r\n\r\n" + HIDDEN, 400, "framing")

    def test_chunks_larger_than_they_may_be(self):
        self.each_refused((CHUNKED + size + b"\r\n" for size in (b"100001", b"ffffffffffffffff", b"7fffffffffffffff")),
                          413, "body")
        self.each_refused((CHUNKED + b"5;" + b"e" * 30_000, CHUNKED + b"0\r\n" + b"T: t\r\n" * 10_000,
                           CHUNKED + (b"1;" + b"e" * 900 + b"\r\nx\r\n") * 100), 431, "too_long")

    def test_http_1_0_is_answered_and_closed(self):
        self.assertRegex(self.stranger().send(b"GET / HTTP/1.0\r\n\r\n").receive(),
                         rb"(?s)^HTTP/1\.1 404 .*Connection: close")

    def test_pipelined_requests_are_answered_in_order(self):
        stranger = self.stranger()
        stranger.send(GET + b"\r\n" + POST + b"Content-Length: 2\r\n\r\n{}" + GET + b"Connection: close\r\n\r\n")
        self.assertEqual(re.findall(rb"HTTP/1\.1 (\d+)", stranger.receive()), [b"404", b"503", b"404"])

    def test_a_chunked_body_of_a_sender_counts_as_any_other(self):
        body = b'{"event":"meeting.alert","event_ts":1}'
        header = "".join(f"{k}: {v}\r\n" for k, v in self.sender.headers(body).items())
        request = (f"POST {PATH} HTTP/1.1\r\nHost: h\r\n{header}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                   .encode() + b"5;x=y\r\n" + body[:5] + b"\r\n%x\r\n" % len(body[5:]) + body[5:] + b"\r\n0\r\nT: t\r\n\r\n")
        stranger = self.stranger()
        for byte in request:
            stranger.send(bytes([byte]))
        self.assertRegex(stranger.receive(), rb"^HTTP/1\.1 200 ")
        self.accepted += 1


class Handshakes(Strangers):
    def failed(self, reason):
        return self.counted("jembatan_net_handshake_failures_total", reason=reason)

    def test_plain_http_on_the_port_of_tls(self):
        with self.failed("no_tls"):
            self.assertNotIn(b"HTTP/1.1", self.stranger(tls=False).send(GET + b"\r\n").receive())

    def test_garbage_and_silence(self):
        with self.failed("no_tls"):
            self.stranger(tls=False).send(b"\xff" * 5000).receive()
        with self.failed("closed"):
            self.stranger(tls=False).close()
        with self.failed("other"):  # a record of a handshake that is none
            self.stranger(tls=False).send(b"\x16\x03\x01\x00\x05hello").receive()

    def test_a_handshake_that_is_never_finished(self):
        silent, slow = self.stranger(tls=False), self.stranger(tls=False)
        began = time.monotonic()
        with self.counted("jembatan_net_handshake_failures_total", 2, reason="deadline"):
            slow.send(b"\x16\x03\x01\x02\x00")
            self.assertEqual(silent.receive() + slow.receive(), b"")
        self.assertLess(time.monotonic() - began, CUT_BY + 2)

    def test_no_version_in_common(self):
        # A ClientHello of TLS 1.1 (RFC 4346 7.4.1.2) with one cipher of its time.
        hello = b"\x03\x02" + bytes(32) + b"\x00" + b"\x00\x02\xc0\x13" + b"\x01\x00"
        record = b"\x16\x03\x01" + (len(hello) + 4).to_bytes(2, "big") + b"\x01" + len(hello).to_bytes(3, "big") + hello
        with self.failed("version_or_cipher"):
            self.assertEqual(self.stranger(tls=False).send(record).receive()[:1], b"\x15")

    def test_no_protocol_in_common(self):
        context = anybody()
        context.set_alpn_protocols(["h2"])
        with self.failed("alpn"), self.assertRaises(ssl.SSLError):
            context.wrap_socket(self.stranger(tls=False).socket)

    def test_renegotiation_is_refused(self):
        client = subprocess.Popen(["openssl", "s_client", "-connect", self.running.https, "-tls1_2"],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.addCleanup(client.kill)
        seen = b""
        while b"Verify return code" not in seen:
            line = client.stdout.readline()
            self.assertTrue(line, seen)
            seen += line
        said, _ = client.communicate(b"R\n", timeout=harness.DEADLINE)
        self.assertIn(b"no renegotiation", said)


class Slow(Strangers):
    """Connections that begin something and do not go on: cut at the deadline of what they began."""

    def deadline(self, kind, times=1):
        return self.counted("jembatan_net_deadlines_total", times, kind=kind)

    def test_a_body_that_is_announced_and_never_sent(self):
        with self.deadline("body", 3):
            for fields in (b"Content-Length: 1000000", b"Content-Length: 10", b"Transfer-Encoding: chunked"):
                self.assertEqual(self.stranger().send(POST + fields + b"\r\n\r\n").receive(), b"")
        harness.until("its memory is given back", lambda: self.running.metric("jembatan_net_bytes_in_flight") == 0)

    def test_a_body_that_comes_byte_by_byte(self):
        stranger = self.stranger()
        with self.deadline("body"):
            stranger.send(CHUNKED + b"5;")
            self.dribble([stranger], b"e")
        self.assertEqual(self.running.metric("jembatan_net_bytes_in_flight"), 0)

    def dribble(self, strangers, byte):
        """Sends a byte at a time to each until all were cut; how long it took."""
        began = time.monotonic()
        for s in strangers:
            s.socket.setblocking(False)
        while strangers:
            self.assertLess(time.monotonic() - began, CUT_BY + 20, f"{len(strangers)} were not cut")
            time.sleep(0.2)  # the pace of what is tested, not a wait for it
            strangers = [s for s in strangers if still_open(s.socket, byte)]
        return time.monotonic() - began

    def test_an_answer_that_is_not_read(self):
        stranger = self.stranger(receive_buffer=4096)
        with self.deadline("answer"), contextlib.suppress(OSError):
            while True:  # until it is cut
                stranger.socket.sendall((GET + b"\r\n") * 500)

    def test_a_crowd_of_idle_and_of_dribbling_connections(self):
        idle, dribbling = within_limits(5_000, 500)
        before = self.running.memory()
        began = time.monotonic()
        crowd = self.connect(idle)
        harness.until("all are idle", lambda: self.running.metric("jembatan_net_connections") >= idle)
        connected = time.monotonic() - began
        each = (self.running.memory() - before) / idle
        dribblers = self.connect(dribbling)
        with self.deadline("header", dribbling):
            pool = concurrent.futures.ThreadPoolExecutor(1)
            cut = pool.submit(self.dribble, list(dribblers), b"G")
            slowest = 0
            while not cut.done():
                sent = time.monotonic()
                self.assertEqual(self.sender.post({"event": "meeting.alert", "event_ts": time.time_ns()}).status, 200)
                self.accepted += 1
                slowest = max(slowest, time.monotonic() - sent)
            took = cut.result()
        self.assertTrue(all(still_open(s.socket) for s in crowd), "an idle connection was cut")
        for s in crowd:
            s.close()
        print(f"crowd: idle={idle} bytes_each={each:.0f} connected_s={connected:.1f} dribbling={dribbling} "
              f"cut_s={took:.1f} honest_slowest_s={slowest:.2f}")
        self.assertLess(each, MOST_MEMORY_EACH)

    def test_strangers_who_hold_every_place_make_room(self):
        site = self.site()
        site.limit(max_connections=64, **DEADLINES)
        self.running, self.sender = (gateway := self.gateway(site)), harness.Sender(gateway)
        self.accepted = 0
        crowd = self.connect(64)
        with self.counted("jembatan_net_deadlines_total", kind="crowded"):
            harness.until("there is room", lambda: any(not still_open(s.socket) for s in crowd))

    def connect(self, number):
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            made = list(pool.map(lambda _: Stranger(self.running), range(number)))
        self.addCleanup(lambda: [s.close() for s in made])
        return made


# Of an idle connection over TLS; the sanitizers' own books included.
MOST_MEMORY_EACH = 96 * 1024


def still_open(s, byte=b""):
    """Whether the gateway has not ended it; sends the byte on the way."""
    try:
        s.setblocking(False)
        if byte:
            s.send(byte)
        return s.recv(1) != b""
    except (ssl.SSLWantReadError, BlockingIOError):
        return True
    except OSError:
        return False


def within_limits(*numbers):
    """So many connections, or fewer in proportion where this machine allows fewer open files."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    share = min(1.0, (most - 1_000) / sum(numbers))
    return [int(n * share) for n in numbers]


if __name__ == "__main__":
    harness.main()
