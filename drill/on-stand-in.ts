/** What the command line loads by path: the npm package holds neither the stand-in nor these. */
export { drillAll } from './all';
export { drillLocally } from './local';
export { drillIntrusion } from './local-intrusion';
