"""Starts that are refused: every fault is named with file, line and what to do, and nothing is repaired silently."""
import re

import harness


class Start(harness.GatewayTest):
    def assert_refused(self, site, code, *patterns):
        done = site.command("serve")
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(done.stdout, "")
        for pattern in patterns:
            self.assertRegex(done.stderr, pattern)
        return done

    def line_of(self, site, file, text):
        lines = (site.path / file).read_text().splitlines()
        return next(n for n, line in enumerate(lines, 1) if text in line)

    def test_an_unknown_key_is_refused_with_its_line(self):
        site = self.site()
        site.edit("gateway.yaml", lambda y: y.replace("node: sim-1", "node: sim-1\nnod: x"))
        line = self.line_of(site, "gateway.yaml", "nod: x")
        self.assert_refused(site, 2, rf"gateway\.yaml:{line}:.*nod")

    def test_a_duplicate_key_is_refused_with_its_line(self):
        site = self.site()
        site.edit("gateway.yaml", lambda y: y.replace("node: sim-1", "node: sim-1\nnode: sim-2"))
        line = self.line_of(site, "gateway.yaml", "node: sim-2")
        self.assert_refused(site, 2, rf"gateway\.yaml:{line}:.*node")

    def test_a_bad_unit_is_refused_with_its_line(self):
        site = self.site()
        site.edit("gateway.yaml", lambda y: y.replace("settle: 0s", "settle: 0"))
        line = self.line_of(site, "gateway.yaml", "settle: 0,")
        self.assert_refused(site, 2, rf"gateway\.yaml:{line}:.*settle")

    def test_a_missing_secret_is_refused_with_its_line(self):
        site = self.site()
        (site.path / "secrets" / "zoom").unlink()
        line = self.line_of(site, "gateway.yaml", "secrets/zoom")
        self.assert_refused(site, 2, rf"gateway\.yaml:{line}:.*zoom")

    def test_several_faults_are_all_named_at_once(self):
        site = self.site()
        site.edit("gateway.yaml", lambda y: y.replace("settle: 0s", "settle: 0").replace("node: sim-1", "nodde: sim-1"))
        (site.path / "secrets" / "zoom").unlink()
        done = self.assert_refused(site, 2)
        self.assertGreaterEqual(len(re.findall(r"gateway\.yaml:\d+:", done.stderr)), 3, done.stderr)

    def test_what_is_not_supported_yet_is_refused_and_not_ignored(self):
        for old, new in (("ledger: {kind: sqlite}", "ledger: {kind: postgresql, dsn_file: x}"),
                         ("people:", "eventlog: {kind: kafka, brokers: [a:9092]}\npeople:")):
            site = self.site()
            site.edit("gateway.yaml", lambda y, o=old, n=new: y.replace(o, n, 1))
            self.assert_refused(site, 2, r"gateway\.yaml:\d+:.*not.*supported")

    def test_an_unreadable_certificate_is_refused_with_its_name(self):
        site = self.site()
        site.edit("gateway.yaml", lambda y: re.sub(r"certificate: .*", "certificate: nowhere.pem", y))
        done = site.command("serve")
        self.assertIn(done.returncode, (1, 2), done.stderr)
        self.assertIn("nowhere.pem", done.stderr)

    def test_a_bad_row_in_the_directory_refuses_the_first_start_with_its_line(self):
        site = self.site()
        site.edit("people.csv", lambda c: c + "P-9999,12345,nip,Wulan Contoh,w@pemprov.example.go.id,5.04,OPD,5.04,2024-01-01,\n")
        line = len((site.path / "people.csv").read_text().splitlines())
        done = site.command("serve")
        self.assertIn(done.returncode, (1, 2), done.stderr)
        self.assertRegex(done.stderr, rf"people\.csv:{line}:")

    def test_check_finds_what_serve_would_refuse(self):
        site = self.site()
        self.assertEqual(site.command("check").returncode, 0)
        site.edit("gateway.yaml", lambda y: y.replace("settle: 0s", "settle: 0"))
        done = site.command("check")
        self.assertIn(done.returncode, (1, 2))
        self.assertRegex(done.stdout + done.stderr, r"gateway\.yaml:\d+:.*settle")

    def test_a_command_without_a_running_service_ends_with_3(self):
        site = self.site()
        self.assertEqual(site.command("status").returncode, 3)

    def test_a_fresh_service_shows_each_configured_source_with_zeros(self):
        status = self.gateway(self.site()).json("status")
        self.assertEqual(list(status["sources"]), [harness.SOURCE_ID])
        self.assertEqual(status["sources"][harness.SOURCE_ID]["accepted"], 0)
        self.assertTrue(status["sources"][harness.SOURCE_ID]["balanced"])

    def test_a_second_service_on_the_same_data_is_refused(self):
        site = self.site()
        self.gateway(site)
        done = site.command("serve")
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(done.stdout, "")

    def test_a_damaged_segment_is_reported_by_name_and_left_as_it_is(self):
        site = self.site()
        gateway = self.gateway(site)
        site.play(gateway)
        site.settle()
        self.assertEqual(gateway.terminate(), 0, gateway.log_tail)
        segment = next(s for s in site.segments() if s.stat().st_size > 0)
        whole = segment.read_bytes()
        damaged = bytearray(whole)
        damaged[0:100] = b"\xff" * 100
        segment.write_bytes(damaged)
        done = site.command("serve")
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(done.stdout, "")
        self.assertIn(segment.name, done.stderr)
        self.assertEqual(segment.read_bytes(), bytes(damaged))
        segment.write_bytes(whole)
        self.gateway(site)


if __name__ == "__main__":
    harness.main()
