export declare function driverCompiler(flags?: string): Record<string, string>;
