using System.Security.Cryptography;
using System.Text.Json;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Microsoft.AspNetCore.DataProtection;

namespace Fabrique.Web.Features.Procedures.SendEvent;

/// <summary>The addresses by which somebody outside sends an event to a procedure: sealed, so that nobody makes another of one.</summary>
public sealed class EventLinks(IDataProtectionProvider protection, PublicAddress address, TimeProvider clock)
{
    public const string Path = "/evenement";

    private readonly IDataProtector _seal = protection.CreateProtector("Fabrique.Procedures.EventLinks");

    public string Write(WorkflowEventLink link) => address.Of($"{Path}?t={Uri.EscapeDataString(_seal.Protect(JsonSerializer.Serialize(link)))}");

    /// <returns>Null when it is not one of ours, or its time is over.</returns>
    public WorkflowEventLink? Read(string? token)
    {
        try
        {
            var link = token is { Length: > 0 } ? JsonSerializer.Deserialize<WorkflowEventLink>(_seal.Unprotect(token)) : null;
            return link?.ExpiresAt <= clock.GetUtcNow() ? null : link;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
