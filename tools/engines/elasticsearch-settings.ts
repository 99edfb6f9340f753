export interface ElasticsearchPorts {
  readonly http: number
  readonly transport: number
}

export type SettingValue = string | number | boolean

export interface ElasticsearchSettings {
  readonly directory: string
  readonly ports: ElasticsearchPorts
  readonly security: boolean
  readonly tls: boolean
  readonly extra: Readonly<Record<string, SettingValue>>
}

/** The text of elasticsearch.yml: JSON is YAML too. */
export function elasticsearchYaml({ directory, ports, security, tls, extra }: ElasticsearchSettings): string {
  const settings: Record<string, SettingValue> = {
    'cluster.name': 'wanglou-engines',
    'node.name': 'node-1',
    'discovery.type': 'single-node',
    'network.host': '127.0.0.1',
    'http.port': ports.http,
    'transport.port': ports.transport,
    'path.data': `${directory}/data`,
    'path.logs': `${directory}/logs`,
    // A developer's disk is often fuller than the share at which a node refuses to take indices.
    'cluster.routing.allocation.disk.threshold_enabled': false,
    'xpack.security.enabled': security,
    'xpack.security.enrollment.enabled': false,
    'xpack.security.http.ssl.enabled': tls,
    ...(tls ? { 'xpack.security.http.ssl.key': 'server.key', 'xpack.security.http.ssl.certificate': 'server.pem' } : {}),
    ...extra
  }
  return `${JSON.stringify(settings, null, 2)}\n`
}

/** Elastic's own switches of Java, less the log of garbage collections, which would go into the archive. */
export function jvmOptions(shipped: string): string {
  return shipped
    .split('\n')
    .filter((line) => !line.includes('-Xlog:gc'))
    .join('\n')
}
