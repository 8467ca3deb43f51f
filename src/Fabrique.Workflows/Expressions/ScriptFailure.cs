using System.Globalization;
using System.Text.RegularExpressions;
using Jint.Runtime;

namespace Fabrique.Workflows.Expressions;

/// <summary>Says in French what stopped a script; every limit is named with its value.</summary>
internal static class ScriptFailure
{
    public static PermanentFailureException Memory(long bytes) =>
        new(string.Create(CultureInfo.GetCultureInfo("fr-FR"), $"Le script demande plus de {Math.Max(bytes / 1024d / 1024d, 0.1):0.#} Mo de mémoire : c’est la limite."));

    public static PermanentFailureException Of(Exception exception, ExpressionLimits limits, long memoryBytes) => exception switch
    {
        PermanentFailureException known => known,
        RegexMatchTimeoutException => new PermanentFailureException(Text($"Une expression régulière du script n’a pas fini en {limits.Timeout.TotalMilliseconds} ms : c’est la limite."), exception),
        TimeoutException => new PermanentFailureException(Text($"Le script n’a pas fini en {limits.Timeout.TotalMilliseconds} ms : c’est la limite."), exception),
        MemoryLimitExceededException or OutOfMemoryException => Memory(memoryBytes),
        RecursionDepthOverflowException or InsufficientExecutionStackException =>
            new PermanentFailureException(Text($"Le script s’appelle lui-même sur plus de {limits.RecursionDepth} niveaux : c’est la limite."), exception),
        StatementsCountOverflowException => new PermanentFailureException(Text($"Le script exécute plus de {limits.Statements} instructions : c’est la limite."), exception),
        JavaScriptException script => Of(script, limits, memoryBytes),
        PromiseRejectedException waiting when waiting.Message.Contains("Timeout of", StringComparison.Ordinal) => Of(new TimeoutException(waiting.Message, waiting), limits, memoryBytes),
        PromiseRejectedException rejected => new PermanentFailureException(rejected.RejectedValue.ToString(), exception),
        _ => new PermanentFailureException(exception.Message, exception),
    };

    private static PermanentFailureException Of(JavaScriptException exception, ExpressionLimits limits, long memoryBytes) => exception.Message switch
    {
        "Invalid string length" or "Maximum BigInt size exceeded" => Memory(memoryBytes),
        "Maximum call stack size exceeded" => new PermanentFailureException(Text($"Le script s’appelle lui-même sur plus de {limits.RecursionDepth} niveaux : c’est la limite."), exception),
        var message when exception.Location.Start.Line > 0 =>
            new PermanentFailureException(Text($"{message} (ligne {exception.Location.Start.Line}, colonne {exception.Location.Start.Column + 1})"), exception),
        var message => new PermanentFailureException(message, exception),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
