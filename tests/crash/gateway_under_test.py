"""The gateway's process as it is killed, and the place where it runs: several trainings in one directory, so that there is
something to record and to deliver until the last kill."""
import collections
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))
import harness  # noqa: E402

replace = harness.replace


class Site(harness.Site):
    """A workspace merged from several of the player's, on a fixed port: the gateway must come back at the same address."""

    source = harness.SOURCE_ID

    def __init__(self, seed, trainings=4, participants=14, double=None, mode="live", roles=None, journal="", eventlog=""):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="jembatan-crash-"))
        self.path = self.directory / "site"
        self.config = self.path / "gateway.yaml"
        self.https = f"127.0.0.1:{harness.free_port()}"
        certificates = self.make_certificates()
        self.ca, self.certificate, self.key = (certificates / f for f in ("ca.pem", "server.pem", "server.key"))
        for number in range(1, trainings + 1):
            self._prepare(number, participants, seed)
        self.double = None
        if double is not None:
            # What SIASN takes does not change with the file that a person gives to the gateway: a right token that was
            # refused for a moment would be given up for good, and rightly.
            self.right_token = self.directory / "sso-that-counts"
            shutil.copy(self.path / "secrets" / "sso", self.right_token)
            self.double = harness.Double(self, *double, "--sso", self.right_token).start()
            self.run(harness.SIMULATE, "target", self.path, "--siasn", self.double.url, "--ca", self.ca)
        self.edit("gateway.yaml", lambda y: self._tune(y, mode, journal, eventlog))

    def _prepare(self, number, participants, seed):
        part = self.path if number == 1 else self.directory / f"part-{number}"
        self.run(harness.SIMULATE, "prepare", part, "--participants", participants, "--seed", seed + number, "--number", number,
                 "--https", self.https, "--certificate", self.certificate, "--key", self.key)
        if number == 1:
            return
        for file in (part / "trainings").iterdir():
            shutil.copy(file, self.path / "trainings")
        for name, head in (("people.csv", 1), ("events.jsonl", 0), ("truth.jsonl", 0)):
            lines = (part / name).read_text().splitlines(keepends=True)[head:]
            with open(self.path / name, "a", encoding="utf-8") as whole:
                whole.writelines(lines)
        shutil.rmtree(part)

    @staticmethod
    def _tune(y, mode, journal, eventlog):
        # Lives are short: what a crash leaves behind (a lease, a backoff) must be over within a few of them.
        y = y.replace("backoff: {base: 1s, cap: 5s}", "attempts: 100, backoff: {base: 50ms, cap: 500ms}")
        y = y.replace("deadline: 5s", "deadline: 1s").replace("mode: live", f"mode: {mode}")
        y = y.replace("ledger: {kind: sqlite}", "ledger: {kind: sqlite, debounce: 20ms}")
        return y + journal + eventlog

    def admin(self, method, path):
        """Asks the admin socket; the JSON of the answer, or nothing where nobody answers or it reports a problem."""
        connection = _UnixConnection(self.path / "var" / "admin.sock")
        try:
            connection.request(method, "/admin/v1" + path)
            answer = connection.getresponse()
            body = answer.read()
            return json.loads(body) if answer.status < 300 else None
        except (OSError, http.client.HTTPException, ValueError):
            return None
        finally:
            connection.close()


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=30)
        self.socket_path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.socket_path)


class Died(Exception):
    """The process ended in a way that nobody caused."""


class Life:
    """One life of the gateway's process."""

    def __init__(self, site, failpoint=None, clock=None):
        self.site = site
        self.log = site.directory / "serve.log"
        environment = {k: v for k, v in os.environ.items() if not k.startswith("JB_FAILPOINTS")}
        if failpoint:
            environment["JB_FAILPOINTS"] = failpoint
        if clock:
            environment["JB_CLOCK_FILE"] = str(clock)
        self.out = open(site.directory / "serve.out", "w+b")
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([str(harness.JEMBATAN), "serve", "--config", str(site.config)],
                                            stdout=self.out, stderr=log, env=environment, start_new_session=True)
        self.begun = time.monotonic()
        self.kill_was_ours = False
        self.may_end = False  # it was told to

    def dead(self):
        """Whether it was killed by SIGKILL, ours or a failpoint's, or ended as it was told; raises for any other end."""
        code = self.process.poll()
        if code is None:
            return False
        self.out.close()
        if code == -signal.SIGKILL or code == 0 and self.may_end:
            return True
        raise Died(f"the gateway ended by itself with {code}: {last_words(self.log)}")

    def ready(self):
        """Waits until it serves; False when it died by a failpoint before."""
        patience = 1.5 * harness.DEADLINE
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.dead():
                return False
            self.out.seek(0)
            if self.out.read().startswith(b"ready "):
                return True
            time.sleep(0.005)
        raise Died(f"the gateway is not ready within {patience:.0f} s: {last_words(self.log)}")

    def wait_dead(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.dead():
                return True
            time.sleep(0.005)
        return False

    def kill(self):
        self.kill_was_ours = True
        self.process.kill()
        self.process.wait()
        self.dead()

    def signal(self, number):
        self.may_end = self.may_end or number == signal.SIGTERM
        if self.process.poll() is None:
            self.process.send_signal(number)

    def terminate(self):
        """SIGTERM; the exit code after the drain."""
        self.process.terminate()
        code = self.process.wait(timeout=harness.DEADLINE)
        self.out.close()
        return code


def last_words(log):
    """The end of the log, short enough to be read at the end of a run."""
    return " | ".join(log.read_text(errors="replace").splitlines()[-3:])[-900:]


def errors_in(log):
    """Error lines of the gateway's log, as (part, message, reason) with their counts."""
    seen = collections.Counter()
    for line in log.read_text(errors="replace").splitlines() if log.exists() else []:
        try:
            entry = json.loads(line)
        except ValueError:
            seen[("", line[:200], "")] += 1
            continue
        if entry.get("level") == "error":
            why = entry.get("error") or entry.get("reason") or entry.get("why") or ""
            seen[(entry.get("part", ""), entry.get("event", ""), why)] += 1
    return seen
