using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Setup;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Fabrique.Web.Tests.Platform.Mail;

public sealed class MailSetupTests
{
    [Fact]
    public async Task A_wrong_sender_stops_the_start()
    {
        await using var app = Build(new() { ["Mail:From"] = "pas une adresse" });

        var stop = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("Mail:From", stop.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, typeof(MailboxTransport))]
    [InlineData("Mailbox", typeof(MailboxTransport))]
    [InlineData("Smtp", typeof(SmtpTransport))]
    public async Task The_mode_chooses_the_transport(string? mode, Type transport)
    {
        await using var app = Build(new()
        {
            ["Mail:Mode"] = mode,
            ["Mail:Smtp:Host"] = "smtp.example",
            ["Mail:PublicUrl"] = "https://fabrique.example",
        });
        await using var scope = app.Services.CreateAsyncScope();

        Assert.IsType(transport, scope.ServiceProvider.GetRequiredService<IMailTransport>());
    }

    [Theory]
    [InlineData("https://fabrique.example/sous/", "http://127.0.0.1:5081", "https://fabrique.example/sous/mon-espace")]
    [InlineData(null, "http://127.0.0.1:5081;https://127.0.0.1:5082", "http://127.0.0.1:5081/mon-espace")]
    [InlineData(null, null, "http://localhost:5000/mon-espace")]
    public async Task Links_begin_with_the_public_address_or_where_the_site_listens(string? publicUrl, string? urls, string expected)
    {
        await using var app = Build(new() { ["Mail:PublicUrl"] = publicUrl, ["urls"] = urls });

        Assert.Equal(expected, app.Services.GetRequiredService<PublicAddress>().Of("/mon-espace"));
    }

    private static WebApplication Build(Dictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddFabriqueMail();
        return builder.Build();
    }
}
