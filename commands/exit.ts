import { fileFault } from '../core/file-fault.ts'
import { AccessRefusedError, AlreadyRunningError, ConfigError, DamagedDataError, InvalidInputError, UnreachableError } from '../core/errors.ts'

/** 0 ok, 1 failed, 2 wrong usage or config, 3 something it depends on is unreachable, 4 data damaged or not verified, 5 already running. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError || error instanceof ConfigError || error instanceof InvalidInputError) return 2
  if (error instanceof UnreachableError || error instanceof AccessRefusedError) return 3
  if (error instanceof DamagedDataError) return 4
  if (error instanceof AlreadyRunningError) return 5
  return 1
}

/** What went wrong, in words for a person. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'syscall' in error && 'path' in error ? `${String(error.path)}：${fileFault(error)}` : error.message
}

/** A command called in a way that it does not take. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Messages and progress go to stderr; stdout is for results. */
export function say(message: string): void {
  process.stderr.write(`${message}\n`)
}

/** A reader that has seen enough, such as `head`, ends the command without a complaint. */
export function endWhenReaderLeaves(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
}

/** One result line on stdout; resolves when it is written, so that a slow reader of a pipe loses nothing. */
export function result(value: unknown): Promise<void> {
  const text = `${typeof value === 'string' ? value : JSON.stringify(value)}\n`
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
  })
}
