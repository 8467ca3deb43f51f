using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class PolicyTold : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_named_reminder_policy_escalation",
                table: "reminder_policies");

            migrationBuilder.RenameColumn(
                name: "escalates_to_role",
                table: "reminder_policies",
                newName: "escalates_to");

            migrationBuilder.AlterColumn<string>(
                name: "escalates_to",
                table: "reminder_policies",
                type: "character varying(254)",
                maxLength: 254,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(40)",
                oldMaxLength: 40,
                oldNullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_named_reminder_policy_escalation",
                table: "reminder_policies",
                sql: "(escalates_to is null) = (escalates_after is null)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_named_reminder_policy_escalation",
                table: "reminder_policies");

            migrationBuilder.RenameColumn(
                name: "escalates_to",
                table: "reminder_policies",
                newName: "escalates_to_role");

            migrationBuilder.AlterColumn<string>(
                name: "escalates_to_role",
                table: "reminder_policies",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(254)",
                oldMaxLength: 254,
                oldNullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_named_reminder_policy_escalation",
                table: "reminder_policies",
                sql: "(escalates_to_role is null) = (escalates_after is null)");
        }
    }
}
