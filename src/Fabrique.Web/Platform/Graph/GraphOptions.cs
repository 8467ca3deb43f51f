namespace Fabrique.Web.Platform.Graph;

/// <summary>How Microsoft Graph is reached, with the application's own rights (<c>User.Read.All</c>).</summary>
public sealed class GraphOptions
{
    public string? TenantId { get; set; }

    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    /// <summary>Another than the public cloud's, for a sovereign one.</summary>
    public Uri Address { get; set; } = new("https://graph.microsoft.com/");

    /// <summary>Who gives the token; another than the public cloud's, for a sovereign one.</summary>
    public Uri Instance { get; set; } = new("https://login.microsoftonline.com/");

    public bool IsConfigured => !string.IsNullOrWhiteSpace(TenantId) && !string.IsNullOrWhiteSpace(ClientId) && !string.IsNullOrWhiteSpace(ClientSecret);

    /// <summary>Whether some of it is given, and some is missing.</summary>
    public bool IsIncomplete => !IsConfigured && !(string.IsNullOrWhiteSpace(TenantId) && string.IsNullOrWhiteSpace(ClientId) && string.IsNullOrWhiteSpace(ClientSecret));
}
