-- One line of JSON at the end: requests a second, p95 in ms, answers that were errors, connections cut.
done = function(summary, latency, requests)
  local cut = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format(
    '\n{"rate": %.1f, "p95": %.3f, "refused": %d, "errors": %d}\n',
    summary.requests / summary.duration * 1e6, latency:percentile(95) / 1000, summary.errors.status, cut
  ))
end
