import { serve } from './serve.ts';
import { signOutWays, type SignOutWay, worldInFile } from './sign-out-ways.ts';

// Serves one of the ways:
//   node --import tsx scripts/bench/serve-sign-out-way.ts session
serve(signOutWays[process.argv[2] as SignOutWay](worldInFile()));
