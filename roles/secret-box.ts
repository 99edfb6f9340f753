import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { strongRandom } from '../adapters/hash.ts'
import { createKeylessBox, createSecretBox, secretKeyForm } from '../adapters/secret-box.ts'
import type { Config } from '../config/schema.ts'
import { readSecret } from '../config/secret.ts'
import { ConfigError } from '../core/errors.ts'
import { fileFault } from '../core/file-fault.ts'
import type { Logger, SecretBox } from '../core/ports.ts'
import type { EngineName } from '../engine.ts'

const fileName = 'secrets.key'
const onlyOwner = 0o600

interface SecretBoxPlace {
  readonly config: Pick<Config, 'signIn'>
  readonly engine: EngineName
  readonly directory: string
  readonly logger: Logger
}

/**
 * The box of the key that the configuration names; else of a file beside the data, made at the first start. A cluster whose configuration
 * names none has no key: each of its machines would make one of its own. @throws ConfigError
 */
export function secretBoxOf({ config, engine, directory, logger }: SecretBoxPlace): SecretBox {
  const { secretKeyFile, secretKeyEnv } = config.signIn
  const field = 'signIn.secretKey'
  const configured = readSecret(field, { file: secretKeyFile, env: secretKeyEnv }, process.env)
  if (configured === null && engine === 'cluster') return createKeylessBox()
  return createSecretBox({ key: checked(configured ?? ownKey(join(directory, fileName), logger), field), random: strongRandom })
}

function checked(key: string, field: string): string {
  if (!secretKeyForm.test(key)) throw new ConfigError(`${field}: 应为 64 位十六进制数，可用 openssl rand -hex 32 生成`)
  return key
}

/** Made once: of two that start at the same moment, one writes it and both read it. */
function ownKey(file: string, logger: Logger): string {
  try {
    writeFileSync(file, `${Buffer.from(strongRandom(32)).toString('hex')}\n`, { mode: onlyOwner, flag: 'wx', flush: true })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw unusable(file, error)
  }
  try {
    if ((statSync(file).mode & 0o077) !== 0) {
      chmodSync(file, onlyOwner)
      logger.warn({ file }, 'the key of the second factors could be read by others; now only by its owner')
    }
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw unusable(file, error)
  }
}

function unusable(file: string, error: unknown): ConfigError {
  return new ConfigError(`动态口令的密钥文件 ${file} 不能使用（${fileFault(error)}）`, { cause: error })
}
