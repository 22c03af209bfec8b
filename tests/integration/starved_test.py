"""A full disk, a failing disk and no more descriptors: refused with 503 or closed, said in /readyz, nothing acknowledged
lost, and well again by itself (issue 4.3)."""
import contextlib
import http.client
import json
import os
import resource
import socket
import ssl
import subprocess
import time

import harness

# From the end of a fault to the first body stored and a good /readyz: the pauses after failures are 1 s at the door and
# at most 5 s behind it.
RECOVERY = 15
FAULTS = harness.BINARIES / "libjembatan-disk-faults.so"


class Disk:
    """What lies below a directory of the site, on a small file system of its own where the machine allows to mount one;
    else the faults below the program play it."""

    def __init__(self, site, directory, size):
        self.path = site.path / directory
        self.path.mkdir(parents=True, exist_ok=True)
        self.faults = site.path / "disk-faults"
        self.faults.touch()
        self.mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", self.path],
                                      capture_output=True).returncode == 0

    def environment(self):
        return {} if self.mounted else faulty(self.faults)

    def fill(self):
        if not self.mounted:
            self.faults.write_text(f"full {self.path}\n")
            return
        with open(self.path / "ballast", "ab", buffering=0) as ballast, contextlib.suppress(OSError):
            for size in (1 << 16, 1 << 12, 1):
                with contextlib.suppress(OSError):
                    while True:
                        ballast.write(b"\0" * size)

    def free(self):
        if self.mounted:
            (self.path / "ballast").unlink()
        else:
            self.faults.write_text("")

    def unmount(self):
        if self.mounted:
            subprocess.run(["umount", "--lazy", self.path], check=True)


def faulty(control):
    """The environment in which the program's writes can be made to fail."""
    sanitizer = os.environ.get("ASAN_OPTIONS", "")
    return {"LD_PRELOAD": str(FAULTS), "JB_DISK_FAULTS": str(control),
            "ASAN_OPTIONS": f"{sanitizer}:verify_asan_link_order=0".lstrip(":")}


class Starved(harness.GatewayTest):
    def small_disk(self, site, directory, size):
        disk = Disk(site, directory, size)
        self.addCleanup(disk.unmount)
        return disk

    def serve(self, site, **environment):
        self.running = self.gateway(site, **environment)
        self.sender = harness.Sender(self.running)
        self.acknowledged = 0
        self.sent = 0

    def post(self, size=2000):
        """One body, each another one; counted when it was acknowledged."""
        self.sent += 1
        body = {"event": "meeting.alert", "event_ts": self.sent, "payload": {"object": {"id": "1", "fill": "x" * size}}}
        answer = self.sender.post(body)
        if answer.status == 200:
            self.acknowledged += 1
            self.assertTrue(answer.receipt)
        else:
            self.assertEqual(answer.status, 503, answer.body)
            self.assertGreater(int(answer.headers["Retry-After"]), 0)
            self.assertIsNone(answer.receipt)
        return answer.status

    def assert_refuses(self, size=2000):
        harness.until("a body is refused", lambda: self.post(size) == 503)
        status, why = self.running.readiness()
        self.assertEqual(status, 503)
        self.assertIn("journal", why)
        return why["journal"]

    def assert_recovers_without_a_body(self):
        harness.until("/readyz is good again", lambda: self.running.readiness() == (200, {}), RECOVERY)
        self.assertEqual(self.post(), 200)

    def assert_kept(self):
        """Exactly what was acknowledged is there, also after a kill."""
        self.assertEqual(self.assert_settled(self.running)["sources"][harness.SOURCE_ID]["accepted"], self.acknowledged)
        self.running.kill()
        self.running.start()
        self.assertEqual(self.assert_settled(self.running)["sources"][harness.SOURCE_ID]["accepted"], self.acknowledged)


class FullDisk(Starved):
    def test_a_full_journal_refuses_and_goes_on_when_there_is_room(self):
        site = self.site()
        site.edit("gateway.yaml", lambda y: y + "journal: {reserve: 0B}\n")
        disk = self.small_disk(site, "var/journal", "8m")
        self.serve(site, **disk.environment())
        self.assertEqual(self.post(), 200)
        disk.fill()
        self.assertIn("full", self.assert_refuses(size=200_000))
        self.assertGreater(self.running.metric("jembatan_journal_refused_total", reason="disk_full"), 0)
        self.assertEqual(len(self.running.log_lines("bodies cannot be stored")), 1)
        disk.free()
        self.assert_recovers_without_a_body()
        self.assertEqual(len(self.running.log_lines("bodies can be stored again")), 1)
        self.assert_kept()

    def test_below_its_reserve_the_journal_refuses_senders_that_come_again(self):
        site = self.site()
        site.edit("gateway.yaml", lambda y: y + "journal: {reserve: 4MiB}\n")
        disk = self.small_disk(site, "var/journal", "8m")
        self.serve(site, **disk.environment())
        self.assertEqual(self.post(), 200)
        disk.fill()
        self.assert_refuses()
        harness.until("refused for the reserve", lambda: "journal.reserve" in self.assert_refuses())
        self.assertGreater(self.running.metric("jembatan_journal_refused_total", reason="reserve"), 0)
        disk.free()
        self.assert_recovers_without_a_body()
        self.assert_kept()

    def test_a_full_disk_behind_the_journal_delays_and_loses_nothing(self):
        site = self.site()
        disk = self.small_disk(site, "var", "24m")
        journal = self.small_disk(site, "var/journal", "64m")
        site.edit("gateway.yaml", lambda y: y + "journal: {reserve: 1MiB}\n")
        environment = {} if disk.mounted and journal.mounted else faulty(disk.faults)
        self.serve(site, **environment)
        if environment:
            disk.faults.write_text("full eventlog.db\nfull ledger.db\n")
        else:
            disk.fill()
        site.play(self.running)
        _, acknowledged = site.diary()
        self.assertEqual(len(acknowledged), len(site.bodies()))
        status, why = self.running.readiness()
        self.assertEqual(status, 200)
        self.assertTrue({"pump", "ledger"} & set(why), why)
        self.assertTrue(self.running.json("status")["degraded"])
        disk.free()
        site.settle()
        self.assert_settled(self.running)
        self.assert_truth(site)
        harness.until("/readyz is good again", lambda: self.running.readiness() == (200, {}), RECOVERY)


class FailingDisk(Starved):
    def setUp(self):
        self.here = self.site()
        self.faults = self.here.directory / "faults"
        self.faults.touch()

    def fail(self, *faults):
        self.faults.write_text("".join(f"{fault}\n" for fault in faults))

    def journal_recovers_from(self, fault):
        self.serve(self.here, **faulty(self.faults))
        self.assertEqual(self.post(), 200)
        self.fail(fault)
        self.assertIn("Input/output error", self.assert_refuses())
        self.assertGreater(self.running.metric("jembatan_journal_refused_total", reason="io"), 0)
        self.fail()
        self.assert_recovers_without_a_body()
        begun = [line["segment"] for line in self.running.log_lines("segment begun")]
        self.assertEqual(begun[0], 1)
        self.assertGreater(begun[-1], 1, "a segment whose sync failed was written again")
        self.assert_kept()

    def test_while_a_sync_hangs_senders_are_answered_and_what_it_keeps_is_accepted_once(self):
        self.here.edit("gateway.yaml", lambda y: y + "journal: {append_deadline: 2s, commit_deadline: 1s}\n")
        self.serve(self.here, **faulty(self.faults))
        self.assertEqual(self.post(), 200)
        self.fail("hang segment-")
        body = {"event": "meeting.alert", "event_ts": 1773622800000, "payload": {"object": {"id": "2"}}}
        self.assertEqual(self.sender.post(body).status, 503)  # the disk has it
        self.assertEqual(self.post(), 503)  # its turn does not come
        self.assertEqual(self.running.metric("jembatan_journal_refused_total", reason="hung"), 1)
        self.assertEqual(self.running.metric("jembatan_journal_refused_total", reason="deadline"), 1)
        status, why = self.running.readiness()
        self.assertEqual(status, 503)
        self.assertIn("does not answer", why["journal"])
        self.fail()
        self.assert_recovers_without_a_body()
        self.assertEqual(self.sender.post(body).status, 200)  # as Zoom repeats what was answered 503
        counts = self.assert_settled(self.running)["sources"][harness.SOURCE_ID]
        self.assertEqual(counts["accepted"], self.acknowledged + 2)
        self.assertEqual(counts["duplicate"], 1, counts)

    def test_after_a_failed_sync_the_journal_begins_a_new_segment(self):
        self.journal_recovers_from("sync segment-")

    def test_after_a_failed_write_the_journal_begins_a_new_segment(self):
        self.journal_recovers_from("write segment-")

    def test_a_segment_that_cannot_be_written_at_start_is_left_and_read(self):
        self.serve(self.here, **faulty(self.faults))
        self.assertEqual(self.post(), 200)
        self.running.kill()  # leaves the body in the WAL
        self.fail("write segment-")
        self.running.start()
        self.assertEqual(len(self.running.log_lines("segment cannot be written, it is left")), 1)
        self.assert_refuses()
        self.fail()
        self.assert_recovers_without_a_body()
        self.assert_kept()

    def test_a_disk_that_comes_and_goes_under_load_loses_and_doubles_nothing(self):
        here = self.site(participants=60, target=True)
        self.serve(here, **faulty(self.faults))
        player = here.play_beside(self.running, "--shuffle", "--repeat", 3, "--connections", 8, "--retry-for", 600)
        self.addCleanup(player.kill)
        for fault in ("sync segment-", "write cursor.db", "sync eventlog", "write ledger", "write segment-", "sync ledger"):
            before = len(here.diary()[1])
            self.fail(fault)
            harness.until(f"{fault} is felt", lambda: self.running.readiness()[1] or player.poll() is not None)
            self.fail()
            harness.until("the player goes on", lambda b=before: len(here.diary()[1]) > b or player.poll() is not None)
        self.assertEqual(player.wait(timeout=5 * harness.DEADLINE), 0)
        here.settle(5 * harness.DEADLINE)
        offered, acknowledged = here.diary()
        self.assertEqual(set(acknowledged), offered)
        self.assertEqual(len(set(acknowledged.values())), len(acknowledged), "one receipt was given twice")
        source = self.assert_settled(self.running)["sources"][harness.SOURCE_ID]
        self.assertEqual(source["accepted"] - source["duplicate"], len(set(here.bodies())))
        self.assertGreaterEqual(source["accepted"], len(acknowledged))
        self.assert_truth(here)
        effects = here.effects()
        self.assertEqual(effects.returncode, 0, effects.stdout)


class Descriptors(Starved):
    ALLOWED = 160  # of which senders leave 40, and operators 10

    def setUp(self):
        self.here = self.site()
        self.here.edit("gateway.yaml", lambda y: y + "journal: {segment_size: 1MiB, reserve: 1MiB}\n")
        self.serve(self.here)
        host, port = self.running.https.rsplit(":", 1)
        self.address = (host, int(port))
        self.kept = http.client.HTTPSConnection(host, int(port), timeout=harness.DEADLINE, context=self.here.trust())
        self.addCleanup(self.kept.close)
        self.assertEqual(self.post_on_kept(), 200)

    def allow(self, number):
        pid = self.running.process.pid
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (number, resource.prlimit(pid, resource.RLIMIT_NOFILE)[1]))

    def post_on_kept(self, size=10):
        body = json.dumps({"event": "x", "event_ts": time.time_ns(), "fill": "x" * size}).encode()
        self.kept.request("POST", f"/v1/zoom/{harness.SOURCE_ID}", body, self.sender.headers(body))
        answer = self.kept.getresponse()
        answer.read()
        self.acknowledged += answer.status == 200
        return answer.status

    def crowd(self, number):
        """So many connections that say nothing."""
        crowd = [socket.create_connection(self.address, harness.DEADLINE) for _ in range(number)]
        self.addCleanup(lambda: [s.close() for s in crowd])
        return crowd

    def refused(self):
        return self.running.metric("jembatan_net_refused_total", reason="descriptors")

    def assert_serves_who_is_there(self):
        begun = len(self.running.log_lines("segment begun"))
        while len(self.running.log_lines("segment begun")) == begun:
            self.assertEqual(self.post_on_kept(size=600_000), 200)
            self.assertLess(self.acknowledged, 20, "the next segment was not begun")

    def assert_recovers(self, crowd):
        for s in crowd:
            s.close()
        harness.until("a new sender is served", self.try_post, RECOVERY)
        self.assert_kept()

    def try_post(self):
        try:
            return self.post() == 200
        except (OSError, ssl.SSLError, http.client.HTTPException):
            return False

    def test_senders_leave_descriptors_to_the_journal_and_to_operators(self):
        self.allow(self.ALLOWED)
        crowd = self.crowd(self.ALLOWED)
        harness.until("some are turned away", self.refused)
        status, why = self.running.readiness()
        self.assertEqual(status, 200)
        self.assertIn("LimitNOFILE", why["listen"])
        self.assertEqual(self.running.command("status").returncode, 0)
        self.assert_serves_who_is_there()
        self.assertEqual(len(self.running.log_lines("connections are closed at once")), 1)
        self.assert_recovers(crowd)

    def test_without_any_descriptor_left_it_does_not_spin(self):
        self.allow(len(os.listdir(f"/proc/{self.running.process.pid}/fd")))
        crowd = self.crowd(50)
        before = self.running.processor_seconds()
        # Not a wait for an effect: the time over which the processor is measured.
        time.sleep(1)
        self.assertLess(self.running.processor_seconds() - before, 0.5)
        self.assertEqual(self.post_on_kept(), 200)
        self.allow(1024)
        harness.until("some were turned away", self.refused)
        self.assert_recovers(crowd)


if __name__ == "__main__":
    harness.main()
