import { configFields, type Environment } from "#config";

/** The driver of PostgreSQL reads this one itself. */
const READ_BY_LIBRARIES = "PGPASSWORD";

const SECRET_NAME = /KEY|SECRET|TOKEN|PASSWORD|PASSWD|CREDENTIAL/i;

/**
 * The environment as the program was given it. What is secret in it is taken away from the process: a diagnostic report
 * prints the environment of the process, that of its threads even when it was told not to, and every child would inherit it.
 */
export function takeEnvironment(env: NodeJS.ProcessEnv): Environment {
  const taken = { ...env };
  const secrets = configFields().flatMap(({ secret, env: name, envAliases = [] }) =>
    secret && name !== undefined ? [name, ...envAliases] : [],
  );
  const named = Object.keys(taken).filter(
    (name) => SECRET_NAME.test(name) && !name.endsWith("_FILE") && name !== READ_BY_LIBRARIES,
  );
  for (const name of [...secrets, ...named]) delete env[name];
  return taken;
}
