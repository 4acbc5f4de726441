import { protocolVersion, type Content } from '../protocol/envelope.js';

/** What a kernel says of itself. */
export interface KernelInfo {
  /** The version of prunelab. */
  readonly version: string;
  /** The version of TypeScript. */
  readonly languageVersion: string;
}

const helpLinks = [
  { text: 'TypeScript', url: 'https://www.typescriptlang.org/docs/' },
  { text: 'JavaScript (MDN)', url: 'https://developer.mozilla.org/docs/Web/JavaScript' },
  { text: 'Node.js', url: 'https://nodejs.org/api/' },
];

/** The answer to `kernel_info_request`. */
export function kernelInfo({ version, languageVersion }: KernelInfo): Content {
  return {
    status: 'ok',
    protocol_version: protocolVersion,
    implementation: 'prunelab',
    implementation_version: version,
    language_info: {
      name: 'typescript',
      version: languageVersion,
      mimetype: 'text/typescript',
      file_extension: '.ts',
      pygments_lexer: 'typescript',
      // JupyterLab goes by the mode, the classic notebook by the two others.
      codemirror_mode: { mode: 'typescript', name: 'javascript', typescript: true },
      nbconvert_exporter: 'script',
    },
    banner: `prunelab ${version}: TypeScript ${languageVersion} on Node.js ${process.versions.node}`,
    help_links: helpLinks,
    supported_features: [],
  };
}
