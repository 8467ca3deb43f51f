using Fabrique.Web.Platform.Mail;

namespace Fabrique.Web.Tests.Platform.Mail;

public sealed class MailOptionsValidatorTests
{
    [Fact]
    public void The_mailbox_needs_no_setting() => Assert.True(new MailOptionsValidator().Validate(null, new MailOptions()).Succeeded);

    [Fact]
    public void A_complete_smtp_setting_is_accepted() => Assert.True(new MailOptionsValidator().Validate(null, Smtp()).Succeeded);

    public static TheoryData<string, Action<MailOptions>> Mistakes => new()
    {
        { "Mail:From", options => options.From = "pas une adresse" },
        { "Mail:From", options => options.From = "" },
        { "Mail:From", options => options.From = "a@b.example, c@d.example" },
        { "Mail:ReplyTo", options => options.ReplyTo = "@" },
        { "Mail:Domain", options => options.Domain = "deux mots" },
        { "Mail:PublicUrl", options => options.PublicUrl = "fabrique.example" },
        { "Mail:PublicUrl", options => options.PublicUrl = "ftp://fabrique.example" },
        { "Mail:PublicUrl", options => options.PublicUrl = null },
        { "Mail:QuietHours", options => options.QuietHours = "la nuit" },
        { "Mail:QuietHours", options => options.QuietHours = "" },
        { "Mail:Smtp:Host", options => options.Smtp.Host = " " },
        { "Mail:Smtp:Port", options => options.Smtp.Port = 70000 },
        { "Mail:Smtp:Security", options => options.Smtp.Security = SmtpSecurity.None },
        { "Mail:Smtp:Password", options => options.Smtp.Password = null },
        { "Mail:Smtp:User", options => options.Smtp.User = null },
        { "Mail:Smtp:CaFile", options => options.Smtp.CaFile = "/nulle/part.pem" },
        { "Mail:Smtp:CaFile", options => options.Smtp.CaFile = Path.Combine(AppContext.BaseDirectory, "appsettings.json") },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_wrong_setting_is_named_without_the_password(string setting, Action<MailOptions> mistake)
    {
        var options = Smtp();
        mistake(options);

        var failure = Assert.Single(new MailOptionsValidator().Validate(null, options).Failures!);

        Assert.Contains(setting, failure, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Mail_in_clear_stays_on_the_machine()
    {
        var options = Smtp();
        options.Smtp.Security = SmtpSecurity.None;
        options.Smtp.Host = "127.0.0.1";

        Assert.True(new MailOptionsValidator().Validate(null, options).Succeeded);
    }

    private static MailOptions Smtp() => new()
    {
        Mode = MailMode.Smtp,
        From = "La Fabrique <ne-pas-repondre@fabrique.example>",
        PublicUrl = "https://fabrique.example",
        Smtp = new SmtpOptions { Host = "smtp.example", User = "fabrique", Password = "s3cret" },
    };
}
