export declare function needsCompiling(): boolean;
export declare function compileDriver(
  run?: (
    command: string,
    args: string[],
    options: { cwd: string; env: Record<string, string> },
  ) => Promise<void>,
): Promise<void>;
export declare function npm(): string[];
