"""gateway/metrics/metrics.md and /metrics say the same: names, types, labels with their values, meaning."""
import collections
import re
import unittest

import harness
import lms

REFERENCE = harness.SOURCE / "gateway" / "metrics" / "metrics.md"
# Labels whose values come from the configuration.
CONFIGURED = {"source", "target", "client"}
Metric = collections.namedtuple("Metric", "type labels meaning")


def documented():
    """name -> Metric; labels: name -> set of values, None where they come from the configuration."""
    metrics = {}
    for line in REFERENCE.read_text().splitlines():
        row = re.fullmatch(r"\| `(\w+)` \| (\w+) \| (.*) \| (.*) \|", line)
        if not row:
            continue
        labels = {}
        for part in row[3].split("; ") if row[3] != "-" else []:
            name, _, values = part.partition(": ")
            labels[name.strip("`")] = set(values.split()) if values else None
        metrics[row[1]] = Metric(row[2], labels, row[4])
    return metrics


def exposed(text):
    """The same, from Prometheus' text format."""
    meaning, types, labels = {}, {}, collections.defaultdict(lambda: collections.defaultdict(set))
    for line in text.splitlines():
        if line.startswith("# HELP "):
            _, _, name, meaning[name] = line.split(" ", 3)
        elif line.startswith("# TYPE "):
            _, _, name, types[name] = line.split(" ", 3)
        elif line:
            series, _, inner = re.match(r"(\w+)(\{(.*)\})? ", line).groups()
            name = series if series in types else re.sub(r"_(bucket|sum|count)$", "", series)
            for label, value in re.findall(r'(\w+)="([^"]*)"', inner or ""):
                if label != "le":
                    labels[name][label].add(value)
    return {name: Metric(types[name], dict(labels[name]), meaning[name]) for name in types}


class Reference(unittest.TestCase):
    def test_names_follow_the_conventions(self):
        for name, metric in documented().items():
            self.assertRegex(name, r"^jembatan(_[a-z]+)+$")
            self.assertEqual(metric.type == "counter", name.endswith("_total"), name)
            if metric.type == "histogram":
                self.assertRegex(name, r"_(seconds|rows)$")
            # Base units only: no milliseconds, no kilobytes.
            self.assertNotRegex(name, r"_(ms|millis|milliseconds|minutes|kb|kib|mb|mib)(_|$)")
            self.assertTrue(metric.meaning, name)

    def test_its_rows_are_sorted_and_unique(self):
        names = re.findall(r"^\| `(\w+)` \|", REFERENCE.read_text(), re.M)
        self.assertEqual(names, sorted(set(names)))


class Exposed(harness.GatewayTest):
    def test_what_is_exposed_is_what_the_reference_says(self):
        site = self.site(target=True)
        lms.add_source(site)
        gateway = self.gateway(site)
        site.play(gateway)
        site.settle()
        sender = harness.Sender(gateway)
        sender.post({"event": "meeting.started"}, secret=b"wrong")
        sender.post(b"no json")
        sender.request("GET", "/nowhere")
        lms.Lms(gateway).send([lms.completed()])
        self.assert_settled(gateway)
        status, text = gateway.health("/metrics")
        self.assertEqual(status, 200)
        reference, seen = documented(), exposed(text)
        self.assertEqual(sorted(set(seen) - set(reference)), [], "exposed, and not in the reference")
        self.assertEqual(sorted(set(reference) - set(seen)), [], "in the reference, and not exposed")
        for name, metric in seen.items():
            with self.subTest(name):
                self.assertEqual((metric.type, metric.meaning), (reference[name].type, reference[name].meaning))
                self.assertEqual(set(metric.labels), set(reference[name].labels))
                for label, values in metric.labels.items():
                    allowed = reference[name].labels[label]
                    self.assertEqual(allowed is None, label in CONFIGURED, label)
                    if allowed is not None:
                        self.assertLessEqual(values, allowed, label)


if __name__ == "__main__":
    harness.main()
