using Microsoft.AspNetCore.Http;

namespace Fabrique.Workflows.Api;

/// <summary>The answers of the contract.</summary>
internal static class ApiResults
{
    public static IResult Ok<T>(T value, int statusCode = StatusCodes.Status200OK) => Results.Json(value, ApiJson.Options, statusCode: statusCode);

    /// <summary>A refusal as Studio shows it: it reads the messages of answers of this content type only.</summary>
    /// <param name="statusCode">Status.</param>
    /// <param name="messages">What to do, in French.</param>
    public static IResult Refuse(int statusCode, params IReadOnlyList<string> messages) => 
        Results.Json(new ApiError(statusCode, messages), ApiJson.Options, "application/problem+json", statusCode);

    public static IResult NotFound() => Refuse(StatusCodes.Status404NotFound, "Cette adresse n’existe pas, ou l’objet demandé n’existe plus.");
}

/// <summary>The shape of every refusal.</summary>
internal sealed record ApiError(int StatusCode, string Message, IReadOnlyDictionary<string, IReadOnlyList<string>> Errors)
{
    public ApiError(int statusCode, IReadOnlyList<string> messages)
        : this(statusCode, "One or more errors occurred!", new Dictionary<string, IReadOnlyList<string>> { ["generalErrors"] = messages })
    {
    }
}

/// <summary>A refusal found below a handler.</summary>
/// <param name="statusCode">Status.</param>
/// <param name="message">What to do, in French.</param>
internal sealed class RefusedException(int statusCode, string message) : Exception(message)
{
    public int StatusCode { get; } = statusCode;
}
