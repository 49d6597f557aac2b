// Scans with the camera: sends its pictures to the server of this page until a code is found in one, then hands that
// picture in by the form, like any photo. Decides nothing; without it the page is whole.
'use strict';
(() => {
  /** Pictures that are sent before it gives up, and the pause between two. */
  const PICTURES = 120;
  const PAUSE_MS = 300;
  /** The longer side of a picture that is sent. */
  const SIDE = 1280;

  const place = document.getElementById('scan');
  const form = place && place.closest('form');
  if (!form || !navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return;
  const button = place.querySelector('button');
  const video = place.querySelector('video');
  const said = place.querySelector('[role=status]');
  let camera = null;
  // Not `disabled`: a button that is would lose the focus of whoever works by keyboard.
  let starting = false;

  const say = name => { said.textContent = place.dataset[name]; };
  const pause = milliseconds => new Promise(done => { setTimeout(done, milliseconds); });

  /** The camera goes off; what is said stays. */
  function stop(name) {
    if (!camera) return;
    camera.getTracks().forEach(track => track.stop());
    camera = null;
    video.srcObject = null;
    video.hidden = true;
    button.textContent = place.dataset.start;
    say(name);
  }

  async function start() {
    if (starting) return;
    starting = true;
    try {
      camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: SIDE } } });
    } catch (refusal) {
      say(refusal.name === 'NotAllowedError' ? 'refused' : 'missing');
      return;
    } finally {
      starting = false;
    }
    camera.getTracks().forEach(track => track.addEventListener('ended', () => stop('stopped')));
    video.srcObject = camera;
    video.hidden = false;
    button.textContent = place.dataset.stop;
    say('looking');
    await video.play();
    await look(camera);
  }

  /** One picture after the other, each when the one before was answered. */
  async function look(mine) {
    for (let count = 0; count < PICTURES; count += 1) {
      const picture = await taken();
      const answer = picture && camera === mine ? await asked(picture) : 'none';
      if (camera !== mine) return;
      if (answer === 'lost') { stop('lost'); return; }
      if (answer === 'code') { handIn(picture); return; }
      await pause(answer === 'busy' ? 5000 : PAUSE_MS);
      if (camera !== mine) return;
    }
    stop('tired');
  }

  async function taken() {
    const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight, 1));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    if (canvas.width === 0 || canvas.height === 0) return null;
    canvas.getContext('2d').drawImage(video, 0, 0, canvas.width, canvas.height);
    return new Promise(done => { canvas.toBlob(done, 'image/jpeg', 0.9); });
  }

  /** Whether the server finds a code in a picture: `none`, `code`, `busy`, or `lost` where it does not answer. */
  async function asked(picture) {
    try {
      const headers = { 'Content-Type': 'image/jpeg', Accept: 'application/json' };
      const answer = await fetch(location.pathname, { method: 'POST', headers, body: picture });
      if (answer.status === 429 || answer.status === 503) return 'busy';
      if (answer.status >= 500) return 'lost';
      if (answer.status !== 400) return 'code';
      return (await answer.json()).type === 'urn:attesto:fault:no-code' ? 'none' : 'code';
    } catch {
      return 'lost';
    }
  }

  /** Puts the picture in the place of whatever file or text is in the form, and sends the form. */
  function handIn(picture) {
    stop('found');
    const files = new DataTransfer();
    files.items.add(new File([picture], 'code.jpg', { type: 'image/jpeg' }));
    form.elements.namedItem('file').files = files.files;
    form.elements.namedItem('text').value = '';
    form.requestSubmit();
  }

  button.addEventListener('click', () => { if (camera) stop('stopped'); else void start(); });
  document.addEventListener('keydown', event => { if (event.key === 'Escape') stop('stopped'); });
  document.addEventListener('visibilitychange', () => { if (document.hidden) stop('stopped'); });
  place.hidden = false;
})();
