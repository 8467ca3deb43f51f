using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Fabrique.Workflows.Api.Tests.Support;

/// <summary>Believes a header that lists permissions. Challenges as a sign-in page does.</summary>
public sealed class TestAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Test";

    public const string Header = "Test-Permissions";

    public const string NameHeader = "Test-Name";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header].FirstOrDefault() is not { } permissions)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var claims = permissions.Split(' ').Select(permission => new Claim(Permissions.ClaimType, permission)).Append(new Claim(ClaimTypes.NameIdentifier, Request.Headers[NameHeader].FirstOrDefault() ?? "ada"));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, Name)), Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Redirect("/sign-in");
        return Task.CompletedTask;
    }
}
