/**
 * The time at which the lab stands until it comes alive: 2026-06-15T08:00:00Z, as the checks' clock.
 * What the page is built with, and what the browser begins with, must be the same.
 */
export const SAMPLE_TIME = Date.UTC(2026, 5, 15, 8);

/** A good token at that time. It was signed with a key that nobody has any more. */
export const SAMPLE_TOKEN = [
  'eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6Ik85TG1jajFWS3BOSlVVM2F5TEpHQzRmN2NI' +
    'SmMtWVRKcWd6MXI2NENMYXMifQ',
  'eyJpc3MiOiJodHRwczovL2NhaXJuLmV4YW1wbGUiLCJhdWQiOiJodHRwczovL2NhaXJuLmV4YW1wbGUvYXBp' +
    'Iiwic3ViIjoicC1taXJhIiwiY2xpZW50X2lkIjoiY2Fpcm4iLCJpYXQiOjE3ODE1MTAzNDAsImV4cCI6MTc4' +
    'MTUxMzk0MCwianRpIjoiYjZhMGI2ZjAtNWEwZS00YzUzLTljMDYtM2E4YTJmNGY3ZDExIn0',
  'fBC1RQB-UnqFoRMwAf2SoBmQT8SM9tXsleSCk769V2_w23gIdN4XRqpT8kKoAhAWs9vKCV7kvpuagrXit_Uw' +
    'ma2EMk2hYqSPrlmjUJ8oBJXcDZDz7GT9qZENQzMm_wxQSOWEja9qQJglQRZ1tyGNqS-w_zmXWskOiVOqW0f6' +
    'a6doWCCP0zcO43A9Q9JPbYVRUBiLWIeWxR5FM-qSmZR0GS-kD7HICxI1eh677gchAFInIUaohenl1bxnpD01' +
    'TTqpibxVZnVszpFmHqKUdhN61c0lyHe-PLr47OLxbjiY5j8UgqQnX6HTUmN-09jKr-9lYrBy8TlXUzBkjXxm' +
    '8YmR5Q',
].join('.');

/** The pass for the winter room, from chapter 1's mail. Its secret is the hut association's. */
export const MAIL_TOKEN = [
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9',
  'eyJpc3MiOiJodHRwczovL2h1dHMuZXhhbXBsZSIsInN1YiI6Imd1ZXN0LTExNyIsIm5hbWUiOiJJbsOqcyBEdWFy' +
    'dGUiLCJwYWRsb2NrIjoiNDA3MSIsImlhdCI6MTc1NzY1NjgwMCwiZXhwIjoxNzU3ODI5NjAwfQ',
  'N6X44gHZKwHL-L-UQ5D43QDoI8-Z1Y5Z-a8JkKPBinQ',
].join('.');

/** The pass that chapter 2's Tomáš drops into the chat. Its secret is `otter-creek-1987`. */
export const CHAT_TOKEN = [
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9',
  'eyJzdWIiOiJwLW1pcmEifQ',
  'Gho9rMzQEg-PMUC7YOW3TWDpr3XKVxM4rwSgjo_Ns5o',
].join('.');
