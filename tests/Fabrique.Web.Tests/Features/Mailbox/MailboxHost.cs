using System.Security.Claims;
using System.Text.Encodings.Web;
using Fabrique.Data;
using Fabrique.Data.Connections;
using Fabrique.Data.Workflows;
using Fabrique.Domain.Messages;
using Fabrique.Testing;
using Fabrique.Web.Features.Mailbox;
using Fabrique.Web.Kernel.Hosting;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Time;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Tests.Platform.Mail;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Fabrique.Web.Tests.Features.Mailbox;

/// <summary>The pages of the mailbox alone, where a header of the request says which role the person holds.</summary>
internal sealed class MailboxHost : IAsyncDisposable
{
    public const string RoleHeader = "X-Role";

    private readonly TestDatabase database;
    private readonly WebApplication app;

    private MailboxHost(TestDatabase database, WebApplication app)
    {
        this.database = database;
        this.app = app;
    }

    public static async Task<MailboxHost> StartAsync(Engine engine, params OutgoingMail[] mails)
    {
        var ownDatabase = await TestDatabase.CreateAsync(engine);
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        var services = builder.Services;
        var time = new FakeTimeProvider(new DateTimeOffset(MailSamples.Now));
        services.AddSingleton<TimeProvider>(time);
        services.AddFabriqueData(ownDatabase.Options);
        services.AddHttpContextAccessor();
        services.AddScoped<Actor>();
        services.AddSingleton(new DemoMode(false));
        services.AddSingleton(new FabriqueClock(time));
        services.AddWorkflowRuntime();
        services.AddWorkflowDatabase();
        services.AddScoped<UseCaseRunner>();
        services.AddScoped<ResendMailHandler>();
        services.AddSingleton(MailSamples.Options);
        services.AddSingleton(MailSamples.Renderer);
        services.AddSingleton(ModuleSamples.Services.GetRequiredService<SubjectTypes>());
        services.AddScoped<SubjectNames>();
        services.AddSingleton<MessageSenderIdentity>();
        services.AddAuthentication("Test").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("Test", null);
        Policies.AddTo(services.AddAuthorizationBuilder(), []);
        services.AddSingleton(ModuleSamples.Services.GetRequiredService<SiteNavigation>());
        services.AddRazorPages(options => options.RootDirectory = "/Features").AddApplicationPart(typeof(Actor).Assembly);
        var site = builder.Build();
        site.UseAuthentication();
        site.UseAuthorization();
        site.MapRazorPages();
        await site.StartAsync();
        var host = new MailboxHost(ownDatabase, site);
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        db.OutgoingMails.AddRange(mails);
        await db.SaveChangesAsync();
        return host;
    }

    public HttpClient ClientOf(string? role)
    {
        var client = new HttpClient(new CookieContainerHandler { InnerHandler = app.GetTestServer().CreateHandler() }) { BaseAddress = new Uri("https://localhost/") };
        if (role is not null)
        {
            client.DefaultRequestHeaders.Add(RoleHeader, role);
        }

        return client;
    }

    public async Task<OutgoingMail> MailAsync(Guid id)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().OutgoingMails.AsNoTracking().SingleAsync(mail => mail.Id == id);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await database.DisposeAsync();
    }

    private sealed class HeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers[RoleHeader].ToString() is not { Length: > 0 } role)
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var identity = new ClaimsIdentity(
                [new Claim(Actor.IdClaim, "0193a1b2-0000-7000-8000-000000000001"), new Claim("name", "Camille Martin"), new Claim(ClaimTypes.Role, role)],
                Scheme.Name);
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
        }
    }
}
