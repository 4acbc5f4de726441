export * from './early-stop.js';
