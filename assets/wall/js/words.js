/* Texts with figures in them, and times of the city's zone; words come from the server's catalogue. */
(function (zw) {
  "use strict";

  let config = { text: {}, weekdays: [], months: [], zone: "UTC", date: "" };
  let parts = null;

  function setup(given) {
    config = given;
    parts = new Intl.DateTimeFormat("en-GB", {
      timeZone: config.zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
  }

  function fill(template, values) {
    return String(template || "").replace(/\{(\w+)\}/g, (whole, name) =>
      name in values ? String(values[name]) : whole,
    );
  }

  function say(key, values) {
    return fill(config.text[key], values || {});
  }

  function age(seconds) {
    const whole = Math.max(0, Math.floor(seconds));
    const pad = (value) => String(value).padStart(2, "0");
    if (whole < 60) {
      return say("seconds", { seconds: whole });
    }
    if (whole < 3600) {
      return say("minutes_seconds", { minutes: Math.floor(whole / 60), seconds: pad(whole % 60) });
    }
    if (whole < 172800) {
      return say("hours_minutes", { hours: Math.floor(whole / 3600), minutes: Math.floor((whole % 3600) / 60) });
    }
    return say("days_hours", { days: Math.floor(whole / 86400), hours: Math.floor((whole % 86400) / 3600) });
  }

  function local(moment) {
    const found = {};
    for (const part of parts.formatToParts(new Date(moment * 1000))) {
      found[part.type] = part.value;
    }
    return found;
  }

  function time(moment) {
    const at = local(moment);
    return `${at.hour}:${at.minute}:${at.second}`;
  }

  function date(moment) {
    const at = local(moment);
    const day = new Date(Date.UTC(at.year, at.month - 1, at.day)).getUTCDay();
    return fill(config.date, {
      year: at.year,
      month: config.months[at.month - 1],
      day: at.day,
      weekday: config.weekdays[(day + 6) % 7],
    });
  }

  zw.words = { setup, say, age, time, date };
})((window.zhiwang = window.zhiwang || {}));
