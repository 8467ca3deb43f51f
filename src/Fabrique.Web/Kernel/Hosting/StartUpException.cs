namespace Fabrique.Web.Kernel.Hosting;

/// <summary>The application cannot start for a reason that its operator can mend; the message is one French sentence that says how.</summary>
public sealed class StartUpException(string sentence, Exception? cause = null) : Exception(sentence, cause);
