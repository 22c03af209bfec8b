#include "http/router.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <stdexcept>

#include "base/log_limit.hpp"
#include "net/completion.hpp"

namespace jembatan::http {
namespace {

bool is_parameter(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

std::vector<std::string> split(std::string_view pattern) {
  if (pattern.empty() || pattern.front() != '/') throw std::logic_error("route pattern must begin with /");
  std::vector<std::string> segments;
  pattern.remove_prefix(1);
  for (;;) {
    const auto slash = pattern.find('/');
    segments.emplace_back(pattern.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    pattern.remove_prefix(slash + 1);
  }
}

// Fills in the parameters when the path fits.
bool fits(const route& candidate, request& r) {
  r.parameter_count = 0;
  auto rest = r.path;
  for (const auto& segment : candidate.segments) {
    if (rest.empty() || rest.front() != '/') return false;
    rest.remove_prefix(1);
    const auto part = rest.substr(0, rest.find('/'));
    rest.remove_prefix(part.size());
    if (is_parameter(segment)) {
      if (part.empty()) return false;
      r.parameters[r.parameter_count++] = {std::string_view(segment).substr(1, segment.size() - 2), part};
    } else if (part != segment) {
      return false;
    }
  }
  return rest.empty();
}

bool answers(const route& candidate, verb method) {
  return candidate.method == method || (method == verb::head && candidate.method == verb::get);
}

// What the header alone says against the body.
std::optional<response> refuse_body(const route_options& o, const request& r, const announced_body& b) {
  if (b.length > o.body_limit.bytes || (b.chunked && o.body_limit.bytes == 0)) {
    if (o.too_long) o.too_long(r);
    return problem(413, "The body is longer than this address takes.");
  }
  const bool has_body = b.chunked || b.length.value_or(0) != 0;
  if (!has_body || o.content_types.empty()) return {};
  const auto type = r.content_type();
  const bool taken = std::any_of(o.content_types.begin(), o.content_types.end(),
                                 [&](const auto& t) { return boost::beast::iequals(t, type); });
  if (!taken) return problem(415, "This address takes " + o.content_types.front() + ".");
  return {};
}

response not_allowed(std::string_view allowed, std::string_view fields) {
  auto p = problem(405, "This address does not take this method.");
  p.add_field("Allow", allowed);
  p.fields += fields;
  return p;
}

response run_caught(const plain_handler& run, const request& r) {
  try {
    return run(r);
  } catch (const std::exception& e) {
    static log::limited lines;
    lines.error("http", "handler failed", e.what(), {{"what", e.what()}});
    return problem(500);
  }
}

net::awaitable<response> run_inline(std::shared_ptr<const plain_handler> run, const request& r) {
  co_return (*run)(r);
}

net::awaitable<response> run_pooled(worker_pool& pool, std::shared_ptr<const plain_handler> run, const request& r) {
  // Captures references only: GCC 12 destroys a closure that is an argument within co_await once too often.
  const auto* handler = run.get();
  co_return co_await net::completed<response>([&pool, handler, &r](auto done) {
    if (!pool.post([handler, &r, done] { done(run_caught(*handler, r)); }))
      done(problem(503, "Too many requests of this kind at once; try again.").add_field("Retry-After", "1"));
  });
}

}  // namespace

handler inlined(plain_handler run) {
  return [run = std::make_shared<const plain_handler>(std::move(run))](const request& r) { return run_inline(run, r); };
}

handler pooled(worker_pool& pool, plain_handler run) {
  return [&pool, run = std::make_shared<const plain_handler>(std::move(run))](const request& r) {
    return run_pooled(pool, run, r);
  };
}

void router::add(verb method, std::string_view pattern, route_options options, handler run) {
  auto segments = split(pattern);
  const auto parameters = std::count_if(segments.begin(), segments.end(), is_parameter);
  if (static_cast<std::size_t>(parameters) > request::most_parameters)
    throw std::logic_error("too many parameters in route " + std::string(pattern));
  for (const auto& other : routes_)
    if (other->method == method && other->segments == segments)
      throw std::logic_error("route exists already: " + std::string(pattern));
  routes_.push_back(
      std::make_unique<route>(route{method, std::move(segments), std::move(options), std::move(run), routes_.size()}));
}

std::variant<const route*, response> router::find(request& r, const announced_body& b) const {
  std::string allowed;
  std::string_view fields;
  for (const auto& candidate : routes_) {
    if (!fits(*candidate, r)) continue;
    if (answers(*candidate, r.method)) {
      auto refusal = refuse_body(candidate->options, r, b);
      if (!refusal) return candidate.get();
      refusal->fields += candidate->options.fields;
      return *std::move(refusal);
    }
    fields = candidate->options.fields;
    if (!allowed.empty()) allowed += ", ";
    allowed += boost::beast::http::to_string(candidate->method);
    if (candidate->method == verb::get) allowed += ", HEAD";
  }
  r.parameter_count = 0;
  if (!allowed.empty()) return not_allowed(allowed, fields);
  return problem(404, "There is nothing at this address.");
}

}  // namespace jembatan::http
