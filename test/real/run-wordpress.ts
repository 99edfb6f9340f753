/** `node test/real/run-wordpress.ts`: a WordPress to try the product on by hand, until Ctrl-C. Exit 3 where it cannot be had. */
import { once } from 'node:events'
import { WordPress } from './wordpress.ts'

const started = await WordPress.start('临江杂记', '/%year%/%monthnum%/%postname%/')
if (started.ok) {
  console.log(`${started.site.about}: ${started.site.url}`)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await started.site.close()
} else {
  console.error(`无法启动：${started.reason}`)
  process.exitCode = 3
}
