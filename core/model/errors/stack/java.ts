import type { Frame } from './frame';

const NOT_OWN =
  /^(?:java|javax|jdk|sun|com\.sun|jakarta|kotlin|kotlinx|scala|groovy|clojure|lambdainternal|com\.amazonaws|software\.amazon|org\.springframework|io\.netty|io\.micronaut|io\.quarkus|reactor|org\.apache|com\.fasterxml|io\.opentelemetry|org\.jboss|org\.eclipse|okhttp3|com\.microsoft\.azure\.functions|com\.google\.cloud\.functions|com\.google\.common)\./;

/** A line of a Java, Kotlin or Scala stack: `at com.acme.Orders.load(Orders.java:42)`. */
export function readJavaFrame(line: string): Frame | null {
  const match =
    /^\s*at (?:[\w.@-]*\/{1,2})?([\w$.<>]+)\.([\w$<>]+)\((?:([\w$.-]+\.(?:java|kt|scala|groovy|clj))(?::\d+)?|Native Method|Unknown Source|<generated>)\)/.exec(
      line,
    );
  if (!match) return null;
  const [, className = '', method = ''] = match;
  return {
    function: method.replace(/^lambda\$(.*)\$\d+$/, '$1').replace(/\d+/g, '#'),
    file: withoutGenerated(className),
    own: !NOT_OWN.test(`${className}.`),
  };
}

/** Proxies and lambdas get new numbers in each process. */
function withoutGenerated(className: string): string {
  return className
    .replace(/\$\$.*$/, '')
    .replace(/\$Proxy\d+/, '$Proxy')
    .replace(/\$\d+/g, '');
}
