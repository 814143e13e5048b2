import type { Progress } from "./finish.ts";

/** Tells of steps: on a terminal by a line that moves and shows the time, elsewhere by plain lines. */
export function steps(
  write: (text: string) => void,
  animated: boolean,
): Progress {
  return (label) => {
    const stop = animated ? animate(write, label) : announce(write, label);
    return {
      done: (text) => write(`${stop()}${text}\n`),
      failed: (text) => write(stop() + (text === "" ? "" : `${text}\n`)),
    };
  };
}

const frames = ["|", "/", "-", "\\"];
const eraseLine = "\r\u001b[2K";

function announce(write: (text: string) => void, label: string) {
  write(`${label} …\n`);
  return () => "";
}

function animate(write: (text: string) => void, label: string) {
  const begin = Date.now();
  let turn = 0;
  const draw = () => {
    const seconds = Math.floor((Date.now() - begin) / 1000);
    write(`${eraseLine}${frames[turn++ % frames.length]} ${label} ${seconds}s`);
  };
  draw();
  const timer = setInterval(draw, 120);
  return () => {
    clearInterval(timer);
    return eraseLine;
  };
}
