# Further reference values. Rscript reference.R writes them beside it. R 4.2.2, survival 3.5-3 (Debian 12).
suppressMessages(library(survival))
RNGkind("Mersenne-Twister", "Inversion", "Rejection"); set.seed(20260105)
num <- function(x) ifelse(is.na(x) | is.nan(x), "", formatC(x, digits = 17, format = "g", width = 1))
csv <- function(d, file) { for (k in names(d)) if (is.numeric(d[[k]])) d[[k]] <- num(d[[k]]); write.csv(d, file, row.names = FALSE, quote = FALSE, eol = "\n") }

# Late entries and repeated rows: name -> (entry, time, event, count); count: repetitions (case weights).
n <- 120; t <- round(rexp(n, 1/25), 2) + 0.01; L <- ifelse(runif(n) < .5, 0, round(runif(n, 0, 20), 2)); k <- L < t; cens <- runif(n) < .3
days <- function(n) { t <- ceiling(rexp(n, 1/20)); L <- ifelse(runif(n) < .4, 0, floor(runif(n, 0, 15))); d <- data.frame(entry = L, time = t, event = as.integer(runif(n) < .7)); d[d$entry < d$time, ] }
cases <- list(
  late_entry = data.frame(entry = L, time = t, event = as.integer(!cens), count = 1)[k, ],
  late_entry_ties = transform(days(400), count = 1),
  late_entry_weights = transform(days(60), count = sample(1:5, 60, TRUE)[seq_along(entry)]),
  early_empty = data.frame(entry = c(0, 3, 3, 3), time = c(2, 5, 6, 9), event = c(1, 1, 0, 1), count = 1),
  one_time = data.frame(entry = 0, time = rep(4, 6), event = 1, count = 1),
  one_time_some = data.frame(entry = 0, time = rep(4, 6), event = c(1, 1, 0, 0, 0, 0), count = 1),
  all_zero = data.frame(entry = 0, time = c(0, 0, 0), event = c(1, 0, 1), count = 1),
  one_censored = data.frame(entry = 0, time = 3, event = 0, count = 1),
  back_and_forth = data.frame(entry = 0, time = rep(c(1, 3, 5, 9), c(40, 57, 1, 2)), event = rep(c(1, 0, 1, 0), c(40, 57, 1, 2)), count = 1),
  late_median_hit = data.frame(entry = 0, time = c(1, 2, 3, 4, 5, 6), event = c(1, 1, 1, 0, 0, 0), count = 1))
curves <- NULL; quants <- NULL; inputs <- NULL
for (g in names(cases)) {
  d <- cases[[g]]; inputs <- rbind(inputs, cbind(group = g, d)); d$count <- as.numeric(d$count)
  late <- any(d$entry > 0); y <- if (late) Surv(d$entry, d$time, d$event) else Surv(d$time, d$event)
  fit <- function(type) survfit(y ~ 1, weights = d$count, conf.type = type, conf.int = .9, robust = FALSE)
  a <- fit("log"); b <- fit("log-log")
  curves <- rbind(curves, data.frame(group = g, time = a$time, n_risk = a$n.risk, n_event = a$n.event, n_censor = a$n.censor, surv = a$surv,
    std_err = ifelse(a$surv == 0, NA, a$std.err * a$surv), lower_log = a$lower, upper_log = a$upper, lower_loglog = b$lower, upper_loglog = b$upper))
  p <- c(.1, .2, .25, .5, .75, .9); qa <- quantile(a, p); qb <- quantile(b, p)
  quants <- rbind(quants, data.frame(group = g, p = p, time = as.vector(qa$quantile), lower_log = as.vector(qa$lower), upper_log = as.vector(qa$upper),
    lower_loglog = as.vector(qb$lower), upper_loglog = as.vector(qb$upper)))
}
csv(inputs, "more.input.csv"); csv(curves, "more.curve.csv"); csv(quants, "more.quantiles.csv")

# Competing ends: survfit of a factor; std.err is the infinitesimal jackknife of each state's share, 95 % log-log limits.
risks <- list(
  small = data.frame(time = c(0, 1, 1, 2, 2, 3, 4, 4, 6, 9), state = c("won", "lost", "won", "open", "won", "lost", "open", "won", "lost", "open")),
  uncensored = data.frame(time = ceiling(rexp(50, 1/12)), state = sample(c("won", "lost"), 50, TRUE)),
  censored = data.frame(time = ceiling(rexp(300, 1/30)), state = sample(c("won", "lost", "open"), 300, TRUE, c(.3, .4, .3))),
  only_lost = data.frame(time = c(1, 2, 3, 3, 5), state = c("lost", "open", "lost", "lost", "open")))
ci <- NULL; inputs <- NULL
for (g in names(risks)) {
  d <- risks[[g]]; inputs <- rbind(inputs, cbind(group = g, d))
  f <- survfit(Surv(d$time, factor(d$state, c("open", "won", "lost"))) ~ 1, id = seq_along(d$time), conf.type = "log-log")
  w <- match("won", f$states); l <- match("lost", f$states)
  ci <- rbind(ci, data.frame(group = g, time = f$time, n_risk = f$n.risk[, 1], open = f$pstate[, 1], won = f$pstate[, w], lost = f$pstate[, l],
    se_won = f$std.err[, w], se_lost = f$std.err[, l], lower_won = f$lower[, w], upper_won = f$upper[, w], lower_lost = f$lower[, l], upper_lost = f$upper[, l]))
}
csv(inputs, "competing.input.csv"); csv(ci, "competing.curve.csv")

# Log-rank of two to four groups.
lr <- NULL; inputs <- NULL
for (g in 2:4) { d <- data.frame(case = g, group = sample(letters[1:g], 40 * g, TRUE), time = ceiling(rexp(40 * g, 1/15)), event = rbinom(40 * g, 1, .6))
  inputs <- rbind(inputs, d); s <- survdiff(Surv(time, event) ~ group, d); lr <- rbind(lr, data.frame(case = g, chisq = s$chisq, df = g - 1, p = pchisq(s$chisq, g - 1, lower.tail = FALSE),
  observed = paste(num(s$obs), collapse = " "), expected = paste(num(s$exp), collapse = " "))) }
csv(inputs, "logrank.input.csv"); csv(lr, "logrank.result.csv")

# Distributions: kind, two parameters, a point or a share, the value.
v <- NULL; add <- function(kind, a, b, x, y) v <<- rbind(v, data.frame(kind, a, b, x, y))
for (a in c(.1, .5, 1, 3, 10, 250, 1e4, 1e5)) { for (p in c(.001, .025, .5, .975, .999)) add("gamma_quantile", a, 2, p, qgamma(p, a, 2))
  for (b in c(.1, 1, 7.5, 400, 1e5)) { for (p in c(.001, .025, .5, .975, .999)) add("beta_quantile", a, b, p, qbeta(p, a, b)) }
  for (r in c(.5, 4, 200)) for (x in c(0, 1, 5, 40)) { add("negbin_at_most", a, r, x, pnbinom(x, a, r / (r + 1))); add("negbin_at_least", a, r, x, pnbinom(x - 1, a, r / (r + 1), lower.tail = FALSE)) } }
for (m in c(.01, 1, 4, 30, 1000)) for (x in c(0, 1, 3, 20, 1000)) { add("poisson_at_most", m, 0, x, ppois(x, m)); add("poisson_at_least", m, 0, x, ppois(x - 1, m, lower.tail = FALSE)) }
for (n in c(1, 4, 10, 250)) for (w in unique(c(0, 1, n %/% 2, n))) { i <- suppressWarnings(prop.test(w, n, correct = FALSE)$conf.int); add("wilson_lower", w, n, .95, i[1]); add("wilson_upper", w, n, .95, i[2]) }
for (d in c(0, 1, 5, 40)) { i <- poisson.test(d, 100)$conf.int; add("rate_lower", d, 100, .95, i[1]); add("rate_upper", d, 100, .95, i[2]) }
csv(v, "distributions.csv")

p <- round(runif(40)^3, 3); csv(data.frame(p = p, adjusted = p.adjust(p, "BH")), "bh.csv")
