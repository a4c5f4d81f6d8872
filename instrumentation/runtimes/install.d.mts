export declare function installRuntimes(folder?: string): Promise<string>;
