export declare function freePort(from?: number, to?: number): Promise<number>;
