"""Nouns of the process tests: the gateway's process, the SIASN double, the player, a sender of single requests.

Everything runs from the binaries in JB_BINARY_DIR, on port 0, in a directory of its own that is removed at the end.
Nothing sleeps to wait for an effect: `until` polls with a deadline.
"""
import contextlib
import glob
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import random
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
import unittest

BINARIES = pathlib.Path(os.environ["JB_BINARY_DIR"])
SOURCE = pathlib.Path(__file__).resolve().parents[2]
JEMBATAN = BINARIES / "jembatan"
SIMULATE = BINARIES / "jembatan-simulate"
DOUBLE = BINARIES / "jembatan-siasn-double"
SOURCE_ID = "zoom-bpsdm"
# Generous: the binaries run under sanitizers, on machines with other things to do.
DEADLINE = float(os.environ.get("JB_TEST_DEADLINE", "60"))


def until(what, predicate, deadline=None, pause=0.05):
    """Polls until the predicate holds and returns its value; fails naming what was waited for."""
    deadline = DEADLINE if deadline is None else deadline
    end = time.monotonic() + deadline
    while True:
        value = predicate()
        if value:
            return value
        if time.monotonic() >= end:
            raise AssertionError(f"not within {deadline} s: {what}")
        time.sleep(pause)


def schemas():
    """JSON Schema validators of all events, by type."""
    import jsonschema  # only where it is needed: the crash tests share this file and do without
    files = (SOURCE / "mappings" / "schemas").glob("*.json")
    return {file.stem: jsonschema.Draft202012Validator(json.loads(file.read_text())) for file in files}


def free_port():
    """A port that nobody uses now, for a gateway that must come back at the same address. None of those that the kernel
    gives to clients: while the gateway is down, a connection of any other program would take it away."""
    least, most = 10240, int(pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    chance = random.SystemRandom()
    while True:
        port = chance.randrange(least, most) if most > least + 1000 else 0
        with socket.socket() as s, contextlib.suppress(OSError):
            s.bind(("127.0.0.1", port))
            return s.getsockname()[1]


def replace(file, text):
    """Writes it as a whole: the running gateway reads it at any moment."""
    fresh = file.with_name(file.name + ".new")
    fresh.write_text(text)
    fresh.rename(file)


class Process:
    """A program that prints one line `ready key=value ...` when it serves."""

    def __init__(self, argv, directory, name, environment=None):
        self.argv = [str(a) for a in argv]
        self.log = directory / f"{name}.log"
        self.out = directory / f"{name}.out"
        self.environment = {**os.environ, **(environment or {})}
        self.process = None
        self.addresses = {}

    def start(self):
        with open(self.out, "wb") as out, open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.argv, stdout=out, stderr=log, env=self.environment,
                                            start_new_session=True)
        until(f"{self.argv[0]} is ready; its log: {self.log_tail}", self._ready)
        return self

    def _ready(self):
        if self.process.poll() is not None:
            raise AssertionError(f"{self.argv[0]} ended with {self.process.returncode}: {self.log_tail}")
        lines = self.out.read_text().splitlines()
        if not lines or not lines[0].startswith("ready "):
            return False
        self.addresses = dict(part.split("=", 1) for part in lines[0].split()[1:])
        return True

    @property
    def log_tail(self):
        return self.log.read_text(errors="replace")[-3000:] if self.log.exists() else ""

    def signal(self, number):
        self.process.send_signal(number)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def terminate(self):
        """SIGTERM, and the exit code after the drain."""
        self.process.terminate()
        return self.process.wait(timeout=DEADLINE)

    def end(self):
        if self.process and self.process.poll() is None:
            self.kill()


class Double(Process):
    def __init__(self, site, *options):
        super().__init__([DOUBLE, "--certificate", site.certificate, "--key", site.key, "--listen", "127.0.0.1:0",
                          "--people", site.path / "people.csv", "--effects", site.directory / "effects.jsonl",
                          "--apim", site.path / "secrets" / "apim", "--sso", site.path / "secrets" / "sso", *options],
                         site.directory, "double")
        self.site = site

    @property
    def url(self):
        return "https://" + self.addresses["https"]

    def ask(self, method, path, body=None):
        host, port = self.addresses["https"].rsplit(":", 1)
        connection = http.client.HTTPSConnection(host, int(port), timeout=DEADLINE, context=self.site.trust())
        with contextlib.closing(connection):
            connection.request(method, path, body=body, headers={"Content-Type": "application/json"} if body else {})
            return json.loads(connection.getresponse().read() or b"{}")

    def rows(self):
        """What SIASN would show: one object a row that it holds now."""
        return self.ask("GET", "/double/effects")["rows"]


class Gateway(Process):
    def __init__(self, site, **environment):
        super().__init__([JEMBATAN, "serve", "--config", site.config], site.directory, "serve", environment)
        self.site = site

    @property
    def https(self):
        return self.addresses["https"]

    @property
    def admin(self):
        return self.addresses["admin"]

    def command(self, *words):
        return self.site.command(*words)

    def json(self, *words):
        done = self.command(*words, "--json")
        # `status` ends with 1 while an equation does not balance and prints it all the same.
        if not done.stdout:
            raise AssertionError(f"{words} ended with {done.returncode}: {done.stderr}")
        return json.loads(done.stdout)

    def source(self):
        """The counts of the one source; those that are not there yet are 0."""
        counts = self.json("status")["sources"].get(SOURCE_ID, {})
        return {"accepted": 0, "duplicate": 0, "dead": 0, **counts}

    def metric(self, name, **labels):
        """Sum of the series of that name that carry these labels."""
        lines = [line for line in self.health("/metrics")[1].splitlines() if re.match(rf"{name}[ {{]", line)]
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines
                   if all(f'{key}="{value}"' in line for key, value in labels.items()))

    def readiness(self):
        """Status of /readyz, and why each degraded part is so."""
        status, body = self.health("/readyz")
        return status, {d["part"]: d["why"] for d in json.loads(body)["degraded"]}

    def memory(self):
        """Resident bytes of the process."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024

    def processor_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def log_lines(self, event):
        return [line for line in map(json.loads, self.log.read_text().splitlines()) if line["event"] == event]

    def idle(self):
        status = self.json("status")
        return status if status["dirty"] == 0 and all(s["in_flight"] == 0 for s in status["sources"].values()) else None

    def held(self):
        return self.json("held", "list")["held"]

    def records(self):
        return self.json("records")["records"]

    def health(self, path):
        """Status and body of a path on the admin listener."""
        host, port = self.admin.rsplit(":", 1)
        connection = http.client.HTTPConnection(host, int(port), timeout=DEADLINE)
        with contextlib.closing(connection):
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()
        self.receipt = response.headers.get("Jembatan-Receipt")


class Sender:
    """Sends single requests as Zoom or a stranger would."""

    def __init__(self, gateway):
        self.gateway = gateway
        self.secret = (gateway.site.path / "secrets" / "zoom").read_bytes().rstrip(b"\n")

    def sign(self, body, timestamp, secret=None):
        message = b"v0:" + str(timestamp).encode() + b":" + body
        return "v0=" + hmac.new(secret or self.secret, message, hashlib.sha256).hexdigest()

    def headers(self, body, timestamp=None, secret=None):
        timestamp = int(time.time()) if timestamp is None else timestamp
        return {"Content-Type": "application/json; charset=utf-8", "x-zm-request-timestamp": str(timestamp),
                "x-zm-signature": self.sign(body, timestamp, secret)}

    def request(self, method, path, body=None, headers=None):
        host, port = self.gateway.https.rsplit(":", 1)
        connection = http.client.HTTPSConnection(host, int(port), timeout=DEADLINE, context=self.gateway.site.trust())
        with contextlib.closing(connection):
            connection.request(method, path, body=body, headers=headers or {})
            return Answer(connection.getresponse())

    def post(self, body, **signing):
        """A signed webhook."""
        body = body if isinstance(body, bytes) else json.dumps(body, separators=(",", ":")).encode()
        return self.request("POST", f"/v1/zoom/{SOURCE_ID}", body, self.headers(body, **signing))


class Site:
    """A prepared workspace of the player, and what surrounds it."""

    certificates = None  # made once per test program

    def __init__(self, participants=12, seed=1, target=False, https="127.0.0.1:0", scenario="live-session"):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="jembatan-test-"))
        self.path = self.directory / "site"
        self.config = self.path / "gateway.yaml"
        certificates = self.make_certificates()
        self.ca, self.certificate, self.key = (certificates / f for f in ("ca.pem", "server.pem", "server.key"))
        self.run(SIMULATE, "prepare", self.path, "--scenario", scenario, "--participants", participants, "--seed", seed,
                 "--https", https, "--certificate", self.certificate, "--key", self.key)
        self.double = None
        if target:  # True, or the options of the double
            self.double = Double(self, *(target if isinstance(target, list) else [])).start()
            self.run(SIMULATE, "target", self.path, "--siasn", self.double.url, "--ca", self.ca)

    @classmethod
    def make_certificates(cls):
        if Site.certificates is None:
            Site.certificates = pathlib.Path(tempfile.mkdtemp(prefix="jembatan-certs-"))
            subprocess.run([SOURCE / "certs" / "make-dev-certs", Site.certificates], check=True, capture_output=True)
        return Site.certificates

    @classmethod
    def remove_certificates(cls):
        if Site.certificates is not None:
            shutil.rmtree(Site.certificates, ignore_errors=True)
            Site.certificates = None

    def trust(self):
        context = ssl.create_default_context(cafile=str(self.ca))
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context

    @staticmethod
    def run(*argv, check=True):
        done = subprocess.run([str(a) for a in argv], capture_output=True, text=True, timeout=10 * DEADLINE)
        if check and done.returncode != 0:
            raise AssertionError(f"{argv} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done

    def command(self, *words):
        """jembatan with this configuration; the completed process."""
        return self.run(JEMBATAN, *words, "--config", self.config, check=False)

    def play(self, gateway, *options, check=True):
        return self.run(SIMULATE, *self.play_words(gateway, *options), check=check)

    def play_words(self, gateway, *options):
        return ["play", self.path, "--https", gateway.https, "--admin", gateway.admin, "--ca", self.ca, *options]

    def play_beside(self, gateway, *options):
        """The player as a process of its own, with its output in play.log."""
        log = open(self.directory / "play.log", "ab")
        with log:
            return subprocess.Popen([str(w) for w in [SIMULATE, *self.play_words(gateway, *options)]], stdout=log,
                                    stderr=log)

    def settle(self, deadline=None):
        deadline = DEADLINE if deadline is None else deadline
        target = ["--siasn", self.double.url, "--ca", self.ca] if self.double else []
        return self.run(SIMULATE, "settle", self.path, "--jembatan", JEMBATAN, "--deadline", int(deadline), *target)

    def compare(self):
        """The last line of `compare`, after its mismatches if there are any."""
        return self.run(SIMULATE, "compare", self.path, "--jembatan", JEMBATAN, check=False)

    def effects(self):
        return self.run(SIMULATE, "effects", self.path, "--siasn", self.double.url, "--ca", self.ca, check=False)

    def truth(self):
        return [json.loads(line) for line in (self.path / "truth.jsonl").read_text().splitlines()]

    def bodies(self):
        return (self.path / "events.jsonl").read_bytes().splitlines()

    def diary(self):
        """acknowledged.jsonl: the numbers that were offered, and those that were acknowledged with their receipts."""
        offered, acknowledged = set(), {}
        file = self.path / "acknowledged.jsonl"
        for line in file.read_text().splitlines() if file.exists() else []:
            entry = json.loads(line)
            if "offered" in entry:
                offered.add(entry["offered"])
            elif "acknowledged" in entry:
                acknowledged[entry["acknowledged"]] = entry["receipt"]
        return offered, acknowledged

    def edit(self, file, change):
        path = self.path / file
        path.write_text(change(path.read_text()))

    def limit(self, **limits):
        """listen.limits; before the start."""
        text = ", ".join(f"{key}: {value}" for key, value in limits.items())
        self.edit("gateway.yaml", lambda y: y.replace("listen:\n", f"listen:\n  limits: {{{text}}}\n"))

    def segments(self):
        return [pathlib.Path(p) for p in sorted(glob.glob(str(self.path / "var" / "**" / "segment-*.db"), recursive=True))]

    def remove(self):
        if self.double:
            self.double.end()
        shutil.rmtree(self.directory, ignore_errors=True)


class GatewayTest(unittest.TestCase):
    """Cleans up what a test started, and shows the gateway's log where one failed."""

    def site(self, **options):
        site = Site(**options)
        self.addCleanup(site.remove)
        return site

    def gateway(self, site, **environment):
        gateway = Gateway(site, **environment)
        self.addCleanup(gateway.end)
        return gateway.start()

    def assert_settled(self, gateway):
        status = until("the gateway is idle", gateway.idle)
        for source in status["sources"].values():
            self.assertTrue(source["balanced"], source)
            self.assertEqual(source["accepted"], sum(source[c] for c in ("recorded", "held", "ignored", "unmapped",
                                                                          "duplicate", "dead")), source)
        return status

    def assert_truth(self, site):
        compared = site.compare()
        people = len(site.truth())
        self.assertEqual(compared.returncode, 0, compared.stdout + compared.stderr)
        self.assertEqual(compared.stdout.splitlines()[-1], f"records_match={people}/{people}")


def main():
    try:
        unittest.main(verbosity=2)
    finally:
        Site.remove_certificates()
