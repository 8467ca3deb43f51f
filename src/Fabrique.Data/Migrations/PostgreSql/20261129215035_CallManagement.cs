using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class CallManagement : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "audience",
                table: "calls",
                type: "text",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<string>(
                name: "contact_email",
                table: "calls",
                type: "character varying(254)",
                maxLength: 254,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "contact_name",
                table: "calls",
                type: "character varying(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "criteria",
                table: "calls",
                type: "text",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<decimal>(
                name: "envelope",
                table: "calls",
                type: "numeric(12,2)",
                precision: 12,
                scale: 2,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "hearings_on",
                table: "calls",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "letters_on",
                table: "calls",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "procedure_version_id",
                table: "calls",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "questions",
                table: "calls",
                type: "text",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<DateOnly>(
                name: "shortlist_on",
                table: "calls",
                type: "date",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "call_graces",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    call_id = table.Column<Guid>(type: "uuid", nullable: false),
                    staff_member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    until = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    granted_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    granted_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    revoked_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_call_graces", x => x.id);
                    table.CheckConstraint("ck_call_grace_revoked", "(revoked_at is null) = (revoked_by_id is null)");
                    table.ForeignKey(
                        name: "fk_call_graces_call_id",
                        column: x => x.call_id,
                        principalTable: "calls",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_call_graces_granted_by_id",
                        column: x => x.granted_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_call_graces_revoked_by_id",
                        column: x => x.revoked_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_call_graces_staff_member_id",
                        column: x => x.staff_member_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_call_graces_call_id_staff_member_id",
                table: "call_graces",
                columns: new[] { "call_id", "staff_member_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_call_graces_granted_by_id",
                table: "call_graces",
                column: "granted_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_call_graces_revoked_by_id",
                table: "call_graces",
                column: "revoked_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_call_graces_staff_member_id_until",
                table: "call_graces",
                columns: new[] { "staff_member_id", "until" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "call_graces");

            migrationBuilder.DropColumn(
                name: "audience",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "contact_email",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "contact_name",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "criteria",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "envelope",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "hearings_on",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "letters_on",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "procedure_version_id",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "questions",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "shortlist_on",
                table: "calls");
        }
    }
}
