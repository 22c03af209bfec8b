"""The main job through the real binary: from signed webhooks over TLS to records, holds and rows at the SIASN double."""
import harness
import lms


class Session(harness.GatewayTest):
    def test_twelve_participants_end_as_intended_and_reach_siasn_once(self):
        site = self.site(target=True)
        gateway = self.gateway(site)
        site.play(gateway)
        site.settle()
        self.assert_settled(gateway)
        self.assert_truth(site)
        effects = site.effects()
        self.assertEqual(effects.returncode, 0, effects.stdout)
        self.assertNotIn("early:", effects.stdout)
        self.assertEqual(gateway.terminate(), 0, gateway.log_tail)
        self.assertGreater(lms.validate_topics(site), 24)

    def test_late_bodies_in_any_order_and_twice_end_in_the_same_records(self):
        site = self.site(participants=60, seed=4)
        gateway = self.gateway(site)
        site.play(gateway, "--shuffle", "--seed", 9, "--repeat", 2, "--connections", 8)
        site.settle()
        source = self.assert_settled(gateway)["sources"][harness.SOURCE_ID]
        self.assertEqual(source["accepted"], 2 * len(site.bodies()))
        self.assertEqual(source["duplicate"], 2 * len(site.bodies()) - len(set(site.bodies())))
        self.assert_truth(site)

    def test_a_restart_keeps_records_and_counts(self):
        site = self.site()
        gateway = self.gateway(site)
        site.play(gateway)
        site.settle()
        before = gateway.source()
        self.assertEqual(gateway.terminate(), 0, gateway.log_tail)
        again = self.gateway(site)
        self.assertEqual(self.assert_settled(again)["sources"][harness.SOURCE_ID], before)
        self.assert_truth(site)

    def test_termination_under_load_loses_nothing_that_was_acknowledged(self):
        site = self.site(participants=40, https=f"127.0.0.1:{harness.free_port()}")
        gateway = self.gateway(site)
        player = site.play_beside(gateway, "--repeat", 20, "--retry-for", 300)
        self.addCleanup(player.kill)
        harness.until("some events were acknowledged", lambda: len(site.diary()[1]) > 50)
        self.assertEqual(gateway.terminate(), 0, gateway.log_tail)
        acknowledged = len(site.diary()[1])
        again = self.gateway(site)
        self.assertGreaterEqual(again.source()["accepted"], acknowledged)
        self.assertEqual(player.wait(timeout=5 * harness.DEADLINE), 0)
        site.settle()
        self.assert_settled(again)
        self.assert_truth(site)


if __name__ == "__main__":
    harness.main()
