namespace Fabrique.Workflows;

/// <summary>A response that a workflow wrote.</summary>
/// <param name="StatusCode">HTTP status code.</param>
/// <param name="ContentType">Content type as the workflow gave it, or null without content.</param>
/// <param name="Content">Body.</param>
/// <param name="Headers">Headers as the workflow gave them: the host decides which ones it sends.</param>
public sealed record WorkflowHttpResponse(int StatusCode, string? ContentType, ReadOnlyMemory<byte> Content, IReadOnlyList<KeyValuePair<string, string>> Headers);

/// <summary>
/// An HTTP request that the host is serving, whose response a workflow may write. It follows the flow of control: what the runtime executes on behalf of the
/// request may answer it, what it executes later may not. A response counts once its step has committed; the first one stays.
/// </summary>
public sealed class WorkflowHttpExchange
{
    private static readonly AsyncLocal<WorkflowHttpExchange?> Ambient = new();
    private WorkflowHttpResponse? _response;

    /// <summary>The committed response, or null while there is none.</summary>
    public WorkflowHttpResponse? Response => Volatile.Read(ref _response);

    internal static WorkflowHttpExchange? Current => Ambient.Value;

    /// <summary>Does something on behalf of a request.</summary>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <param name="action">Starts or resumes instances.</param>
    /// <returns>What the action returned.</returns>
    public async Task<T> ServeAsync<T>(Func<Task<T>> action)
    {
        // The value set in an asynchronous method ends with it.
        Ambient.Value = this;
        return await action();
    }

    internal void Answer(WorkflowHttpResponse response) => Interlocked.CompareExchange(ref _response, response, null);
}
