"""Ten SIGKILLs under load, at moments that a seed chooses: every acknowledged event is found, no effect is doubled.

JB_KILLS and JB_KILL_SEED repeat the test with more kills or other moments.
"""
import collections
import os
import random
import time

import harness

KILLS = int(os.environ.get("JB_KILLS", "10"))
SEED = int(os.environ.get("JB_KILL_SEED", "20260316"))


class Kill(harness.GatewayTest):
    def test_kills_under_load_lose_nothing_and_double_nothing(self):
        chance = random.Random(SEED)
        # The double acts and then does not answer every fifth save: an unknown outcome beside the kills.
        site = self.site(participants=60, seed=SEED, target=["--act-then-silence", 5, "--silence-ms", 200], https=f"127.0.0.1:{harness.free_port()}")
        gateway = harness.Gateway(site)
        self.addCleanup(gateway.end)
        gateway.start()
        player = site.play_beside(gateway, "--shuffle", "--repeat", 1000, "--connections", 8, "--retry-for", 600)
        self.addCleanup(player.kill)
        kills = 0
        while kills < KILLS and player.poll() is None:
            before = len(site.diary()[1])
            harness.until("the player goes on", lambda b=before: len(site.diary()[1]) > b or player.poll() is not None)
            # Not a wait for an effect: the moment of the kill itself.
            time.sleep(chance.uniform(0.0, 1.5))
            gateway.kill()
            kills += 1
            acknowledged = len(site.diary()[1])
            gateway.start()
            accepted = gateway.source()["accepted"]
            self.assertGreaterEqual(accepted, acknowledged, f"lost after kill {kills}")
        self.assertEqual(kills, KILLS, "the load ended before the kills: give the player more to do")
        whole = set(range(1, len(site.bodies()) + 1))
        harness.until("each body was acknowledged once", lambda: whole <= set(site.diary()[1]), 5 * harness.DEADLINE)
        player.terminate()
        self.assertEqual(player.wait(timeout=10 * harness.DEADLINE), 0, (site.directory / "play.log").read_text()[-500:])
        site.settle(5 * harness.DEADLINE)
        self.judge(site, gateway)
        print(f"kill test: kills={kills} acknowledged={len(site.diary()[1])} "
              f"accepted={gateway.source()['accepted']} effects={len(site.double.rows())} lost=0 doubled=0")

    def judge(self, site, gateway):
        offered, acknowledged = site.diary()
        self.assertEqual(set(acknowledged), offered)
        receipts = collections.Counter(acknowledged.values())
        self.assertEqual([r for r, n in receipts.items() if n > 1], [], "one receipt was given twice")
        source = self.assert_settled(gateway)["sources"][harness.SOURCE_ID]
        # Stored but not answered before a kill, then sent again: more was accepted than was acknowledged, never less.
        self.assertGreaterEqual(source["accepted"], len(acknowledged))
        self.assertEqual(source["accepted"] - source["duplicate"], len(set(site.bodies())))
        self.assert_truth(site)
        rows = collections.Counter((r["nipBaru"], r["namaKursus"]) for r in site.double.rows())
        self.assertEqual([key for key, n in rows.items() if n > 1], [], "an effect was doubled")
        effects = site.effects()
        self.assertEqual(effects.returncode, 0, effects.stdout)
        self.judge_early(site, gateway, effects.stdout)

    def judge_early(self, site, gateway, effects):
        # Out of order, a record can be lulus for a moment and be sent: SIASN keeps it and a person decides, nobody else.
        early = {line.split()[1] for line in effects.splitlines() if line.startswith("early: ")}
        parked = {d["person_id"] for d in gateway.json("deliveries", "list")["deliveries"]
                  if d["state"] == "parked" and d["reason"] == "withdrawal_needs_approval"}
        self.assertEqual(early, parked)


if __name__ == "__main__":
    harness.main()
