"""SIGHUP swaps certificates, secrets, registers, catalogue and mappings whole or not at all, and drops no connection."""
import hashlib
import http.client
import json
import shutil
import signal
import subprocess

import harness


class Reload(harness.GatewayTest):
    def setUp(self):
        self.here = self.site()
        self.own_certificates()
        self.here.edit("gateway.yaml", lambda c: c.replace(str(harness.Site.certificates), str(self.certificates)))
        self.own_mappings()
        self.running = self.gateway(self.here)
        self.before = self.digest()

    def own_certificates(self):
        self.certificates = self.here.directory / "certs"
        shutil.copytree(harness.Site.certificates, self.certificates)

    def own_mappings(self):
        self.mappings = self.here.directory / "mappings"
        shutil.copytree(harness.SOURCE / "mappings", self.mappings)
        self.here.edit("gateway.yaml", lambda c: c + f"\nmappings: {self.mappings}\n")

    def digest(self):
        return self.running.json("status")["config"]["digest"]

    def degraded(self):
        return {d["part"]: d["why"] for d in json.loads(self.running.health("/readyz")[1])["degraded"]}

    def reload(self):
        self.running.signal(signal.SIGHUP)

    def connection(self):
        host, port = self.running.https.rsplit(":", 1)
        connection = http.client.HTTPSConnection(host, int(port), timeout=harness.DEADLINE, context=self.here.trust())
        connection.connect()
        self.addCleanup(connection.close)
        return connection

    def leaf(self, connection):
        return hashlib.sha256(connection.sock.getpeercert(binary_form=True)).hexdigest()

    def post(self, connection, sender, body, secret=None):
        connection.request("POST", f"/v1/zoom/{harness.SOURCE_ID}", body, sender.headers(body, secret=secret))
        answer = connection.getresponse()
        answer.read()
        return answer.status

    def renew_certificate(self):
        for name in ("server.pem", "server.key"):
            (self.certificates / name).unlink()
        subprocess.run([harness.SOURCE / "certs" / "make-dev-certs", self.certificates], check=True, capture_output=True)

    def test_a_new_certificate_and_a_rotated_secret_are_taken_over_and_no_connection_is_dropped(self):
        sender = harness.Sender(self.running)
        old, body = self.connection(), self.here.bodies()
        self.assertEqual(self.post(old, sender, body[0]), 200)
        first = self.leaf(old)
        self.renew_certificate()
        (self.here.path / "secrets" / "zoom").write_bytes(b"the-secret-after-the-rotation\n")
        self.reload()
        harness.until("the digest is another one", lambda: self.digest() != self.before)
        # The connection of before lives on, and the secret counts for it at once.
        self.assertEqual(self.post(old, sender, body[1]), 503)
        self.assertEqual(self.post(old, sender, body[1], secret=b"the-secret-after-the-rotation"), 200)
        self.assertEqual(self.leaf(old), first)
        self.assertNotEqual(self.leaf(self.connection()), first)
        self.assertEqual(self.degraded(), {})

    def test_one_wrong_part_refuses_the_whole_and_every_part_is_named(self):
        secret = (self.here.path / "secrets" / "zoom").read_bytes()
        mapping = next(self.mappings.glob("zoom/*joined.yaml"))
        good = mapping.read_text()
        mapping.write_text("nonsense: true\n")
        (self.certificates / "server.key").write_text("no key")
        (self.here.path / "secrets" / "zoom").write_bytes(b"another-secret")
        self.here.edit("people.csv", lambda c: c.replace("example.go.id", "example.org"))
        people = self.running.json("people", "list")
        self.reload()
        harness.until("certificate and mappings are named", lambda: set(self.degraded()) == {"certificate", "mappings"})
        self.assertEqual(self.digest(), self.before)
        self.assertEqual(self.running.json("people", "list"), people)
        sender = harness.Sender(self.running)
        self.assertEqual(self.post(self.connection(), sender, self.here.bodies()[0], secret=secret.rstrip()), 200)
        mapping.write_text(good)
        self.renew_certificate()
        self.reload()
        harness.until("all of it is in force", lambda: self.digest() != self.before)
        self.assertEqual(self.degraded(), {})
        self.assertNotEqual(self.running.json("people", "list"), people)
        self.assertEqual(self.post(self.connection(), sender, self.here.bodies()[1], secret=b"another-secret"), 200)

    def test_too_many_removed_people_refuse_the_new_secret_as_well(self):
        site = self.site(participants=40, seed=5)
        running = self.gateway(site)
        header = (site.path / "people.csv").read_text().splitlines()[0]
        site.edit("people.csv", lambda c: header + "\n")
        (site.path / "secrets" / "zoom").write_bytes(b"another-secret")
        before = running.json("status")["config"]["digest"]
        running.signal(signal.SIGHUP)
        degraded = harness.until("registers are refused", lambda: json.loads(running.health("/readyz")[1])["degraded"])
        self.assertIn("--allow-removals", degraded[0]["why"])
        self.assertEqual(running.json("status")["config"]["digest"], before)
        self.assertEqual(harness.Sender(running).post(site.bodies()[0]).status, 503)

    def test_what_needs_a_restart_is_said_and_the_rest_is_taken_over(self):
        self.here.edit("gateway.yaml", lambda c: c + "\nnode: another\n" if "\nnode:" not in c
                       else c.replace("\nnode:", "\nnode: another #"))
        self.reload()
        harness.until("the operator is told", lambda: "node" in self.degraded().get("restart", ""))
        self.assertNotEqual(self.digest(), self.before)


if __name__ == "__main__":
    harness.main()
