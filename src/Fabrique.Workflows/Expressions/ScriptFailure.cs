using System.Text.RegularExpressions;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace Fabrique.Workflows.Expressions;

/// <summary>Says what stopped a script; every limit comes with its value.</summary>
internal static class ScriptFailure
{
    public static PermanentFailureException Memory(long bytes) =>
        new(new WorkflowMessage(MessageCodes.ScriptTooLarge, Math.Max(bytes / 1024d / 1024d, 0.1)));

    public static PermanentFailureException Of(Exception exception, ExpressionLimits limits, long memoryBytes) => exception switch
    {
        PermanentFailureException known => known,
        RegexMatchTimeoutException => new PermanentFailureException(new WorkflowMessage(MessageCodes.ScriptPatternTooSlow, limits.Timeout.TotalMilliseconds), exception),
        TimeoutException => new PermanentFailureException(new WorkflowMessage(MessageCodes.ScriptTooSlow, limits.Timeout.TotalMilliseconds), exception),
        MemoryLimitExceededException or OutOfMemoryException => Memory(memoryBytes),
        RecursionDepthOverflowException or InsufficientExecutionStackException =>
            new PermanentFailureException(new WorkflowMessage(MessageCodes.ScriptTooDeep, limits.RecursionDepth), exception),
        StatementsCountOverflowException => new PermanentFailureException(new WorkflowMessage(MessageCodes.ScriptTooLong, limits.Statements), exception),
        JavaScriptException script => Of(script, limits, memoryBytes),
        PromiseRejectedException waiting when waiting.Message.Contains("Timeout of", StringComparison.Ordinal) => Of(new TimeoutException(waiting.Message, waiting), limits, memoryBytes),
        PromiseRejectedException rejected => new PermanentFailureException(new WorkflowMessage(MessageCodes.ScriptStopped, rejected.RejectedValue.ToString()), exception),
        ITold => new PermanentFailureException(WorkflowMessage.Of(exception), exception),
        _ => new PermanentFailureException(new WorkflowMessage(MessageCodes.ScriptStopped, exception.Message), exception),
    };

    private static PermanentFailureException Of(JavaScriptException exception, ExpressionLimits limits, long memoryBytes) => exception.Message switch
    {
        "Invalid string length" or "Maximum BigInt size exceeded" => Memory(memoryBytes),
        "Maximum call stack size exceeded" => new PermanentFailureException(new WorkflowMessage(MessageCodes.ScriptTooDeep, limits.RecursionDepth), exception),
        var message when exception.Location.Start.Line > 0 =>
            new PermanentFailureException(new WorkflowMessage(IsOfTheLanguage(exception) ? MessageCodes.ScriptFailed : MessageCodes.ScriptThrew, message, exception.Location.Start.Line, exception.Location.Start.Column + 1), exception),
        var message => new PermanentFailureException(new WorkflowMessage(MessageCodes.ScriptStopped, message), exception),
    };

    /// <summary>Whether the error is one of those that JavaScript itself raises, not what a script throws in its own words.</summary>
    private static bool IsOfTheLanguage(JavaScriptException exception) =>
        exception.Error is ObjectInstance error && error.Get("name") is JsString name && name.ToString() is "EvalError" or "RangeError" or "ReferenceError" or "SyntaxError" or "TypeError" or "URIError";
}
