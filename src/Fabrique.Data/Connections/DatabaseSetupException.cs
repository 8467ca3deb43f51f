namespace Fabrique.Data.Connections;

/// <summary>The database cannot be used as configured. The message is one French sentence for the operator: the setting, and what to do.</summary>
public sealed class DatabaseSetupException(string sentence, Exception? cause = null) : Exception(sentence, cause);
