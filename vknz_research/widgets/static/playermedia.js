// The recording as it plays: one media element, told of the time by frame where the browser can.
import { el } from "./dom.js";
import { PLAYER_BACK_MS, stepRate } from "./playertime.js";

/**
 * Plays a recording, or only keeps the time where there is none.
 *
 * `onTime(ms)` hears each frame that is shown; `onState()` hears playing, pausing and what went wrong.
 */
export class PlayerMedia {
  constructor({ onTime, onState }) {
    Object.assign(this, { onTime, onState, recording: null, rate: 1, isLoop: false, fragment: null, stopAt: null, still: 0, error: "" });
    this.media = el("video", { tabindex: -1, playsinline: true, preload: "auto" });
    const hear = (names, act) => names.forEach((name) => this.media.addEventListener(name, act));
    hear(["play", "pause", "ended", "ratechange", "loadedmetadata"], () => this.onState());
    hear(["timeupdate", "seeked"], () => this.tick());
    hear(["play"], () => this.watch());
    hear(["error"], () => this.fail());
  }

  /** Take a recording with an address; without one only the time is kept. */
  load(recording) {
    const url = recording?.url ?? null;
    this.recording = recording;
    if (url === this.url) return;
    this.url = url;
    this.error = "";
    this.media.pause();
    this.still = 0;
    if (url) this.media.src = url;
    else this.media.removeAttribute("src");
    this.media.load();
    this.media.playbackRate = this.rate;
  }

  get canPlay() {
    return Boolean(this.url) && !this.error;
  }

  get isPlaying() {
    return this.canPlay && !this.media.paused && !this.media.ended;
  }

  get now() {
    return this.canPlay ? Math.round(this.media.currentTime * 1000) : this.still;
  }

  /** Go to a time; without recording only the mark moves. */
  seek(ms) {
    const to = Math.max(0, ms);
    this.stopAt = null;
    if (this.canPlay) this.media.currentTime = to / 1000;
    this.still = to;
    this.onTime(to);
  }

  async play() {
    if (!this.canPlay) return;
    this.media.playbackRate = this.rate;
    try {
      await this.media.play();
    } catch (error) {
      if (error.name !== "AbortError") this.onState(); // another place was asked for meanwhile
    }
  }

  pause() {
    this.media.pause();
  }

  toggle() {
    return this.isPlaying ? this.pause() : this.play();
  }

  /** Go a stretch on or back, and say where one is. */
  skip(ms) {
    this.seek(Math.max(0, this.now + ms));
  }

  /** After a pause: a little back, so that no word is missed. */
  resume(back = PLAYER_BACK_MS) {
    if (this.isPlaying) return undefined;
    this.skip(-back);
    return this.play();
  }

  /** Play from begin to finish, and stop there. */
  playStretch({ begin, finish }) {
    this.seek(begin);
    this.stopAt = finish > begin ? finish : null;
    return this.play();
  }

  changeRate(step) {
    this.rate = stepRate(this.rate, step);
    this.media.playbackRate = this.rate;
    this.onState();
  }

  setLoop(isLoop, fragment) {
    Object.assign(this, { isLoop, fragment });
    this.onState();
  }

  // Each frame that is shown, or each frame of the screen where there is no picture.
  watch() {
    if (this.isWatched) return;
    this.isWatched = true;
    const again = () => {
      this.isWatched = false;
      this.tick();
      if (this.isPlaying) this.watch();
    };
    const byFrame = this.recording?.hasPicture && this.media.requestVideoFrameCallback;
    if (byFrame) this.media.requestVideoFrameCallback(again);
    else requestAnimationFrame(again);
  }

  tick() {
    const ms = this.now;
    if (this.isPlaying && this.isLoop && this.fragment && ms >= this.fragment.finish) return this.seek(this.fragment.begin);
    if (this.isPlaying && this.stopAt !== null && ms >= this.stopAt) {
      this.stopAt = null;
      this.pause();
    }
    return this.onTime(ms);
  }

  fail() {
    if (!this.url) return;
    this.error = this.media.error?.message || "?";
    this.onState();
  }

  close() {
    this.media.pause();
    this.url = null;
    this.media.removeAttribute("src");
    this.media.load();
  }
}
