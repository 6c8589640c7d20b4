import { serve } from './serve.ts';
import { signOutWays, type SignOutWay, worldInFile } from './sign-out-ways.ts';

// Serves one of the ways:
//   node --import ./scripts/lib/typescript.mjs scripts/bench/serve-sign-out-way.ts session
serve(signOutWays[process.argv[2] as SignOutWay](worldInFile()));
