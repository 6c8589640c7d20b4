import { spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * Builds the site of a course: in a process of its own, for VitePress keeps things between builds.
 *
 * @param env `SITE_BASE` and `SITE_URL`, where it isn't for the root of a server
 */
export async function buildSite(
  root: string,
  outDir: string,
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; output: string }> {
  const vitepress = join('node_modules', 'vitepress', 'bin', 'vitepress.js');
  const args = [vitepress, 'build', 'docs', '--outDir', outDir];
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env } });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}
